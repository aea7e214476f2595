//! Requests in one line each, every one with a time limit.

use std::time::Duration;

use reqwest::Method;
use reqwest::blocking::{RequestBuilder, Response};
use reqwest::header::HeaderMap;
use serde_json::Value;

#[derive(Clone)]
pub struct Client {
    address: String,
    token: Option<String>,
    http: reqwest::blocking::Client,
}

/// An answer that has arrived whole.
pub struct Reply {
    pub status: u16,
    pub headers: HeaderMap,
    pub bytes: Vec<u8>,
}

impl Client {
    pub fn new(address: &str, token: Option<&str>) -> Self {
        let http = reqwest::blocking::Client::builder()
            .timeout(Duration::from_secs(60))
            .build()
            .unwrap();
        Self {
            address: address.to_owned(),
            token: token.map(str::to_owned),
            http,
        }
    }

    pub fn request(&self, method: &str, path: &str) -> RequestBuilder {
        let method = Method::from_bytes(method.as_bytes()).unwrap();
        let request = self.http.request(method, format!("{}{path}", self.address));
        match &self.token {
            Some(token) => request.bearer_auth(token),
            None => request,
        }
    }

    pub fn get(&self, path: &str) -> Reply {
        Reply::to(self.request("GET", path))
    }

    pub fn delete(&self, path: &str) -> Reply {
        Reply::to(self.request("DELETE", path))
    }

    pub fn put(&self, path: &str, json: impl Into<String>) -> Reply {
        Reply::to(self.with_json("PUT", path, json))
    }

    pub fn post(&self, path: &str, json: impl Into<String>) -> Reply {
        Reply::to(self.with_json("POST", path, json))
    }

    pub fn with_json(&self, method: &str, path: &str, json: impl Into<String>) -> RequestBuilder {
        let request = self.request(method, path);
        request
            .header("content-type", "application/json")
            .body(json.into())
    }
}

impl Reply {
    pub fn to(request: RequestBuilder) -> Self {
        let response: Response = request.send().unwrap();
        Self {
            status: response.status().as_u16(),
            headers: response.headers().clone(),
            bytes: response.bytes().unwrap().to_vec(),
        }
    }

    pub fn text(&self) -> &str {
        std::str::from_utf8(&self.bytes).unwrap()
    }

    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.bytes)
            .unwrap_or_else(|error| panic!("{error}: {}", self.text()))
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().unwrap())
    }

    /// The same, if it has this status.
    #[track_caller]
    pub fn expect(self, status: u16) -> Self {
        assert_eq!(
            self.status,
            status,
            "{}",
            String::from_utf8_lossy(&self.bytes)
        );
        self
    }

    /// A refusal with this status and code, in the form of RFC 9457.
    #[track_caller]
    pub fn refused(self, status: u16, code: &str) -> Value {
        let reply = self.expect(status);
        assert_eq!(
            reply.header("content-type"),
            Some("application/problem+json"),
            "{}",
            reply.text()
        );
        let json = reply.json();
        assert_eq!(json["code"], code, "{json}");
        assert_eq!(json["status"], status);
        assert!(
            json["title"].is_string() && json["type"].is_string(),
            "{json}"
        );
        json
    }
}
