/** The desk in a worker. */
import { Desk } from "./desk.js";

const desk = new Desk((message) => self.postMessage(message));
self.onmessage = ({ data }) => void desk.hear(data);
self.postMessage({ type: "here" });
