//! The OpenAPI schemas of values that are sent and shown in several forms.

use utoipa::openapi::schema::{ObjectBuilder, SchemaType, Type};
use utoipa::openapi::{RefOr, Schema};

/// A value of one of these types.
#[must_use]
pub fn any_of(types: &[Type], about: &str) -> RefOr<Schema> {
    ObjectBuilder::new()
        .schema_type(types.iter().cloned().collect::<SchemaType>())
        .description(Some(about))
        .into()
}

/// Describes a type by the JSON types that it has.
macro_rules! shape {
    ($name:ident = $text:literal [$($kind:ident),+] $about:literal) => {
        impl utoipa::PartialSchema for $name {
            fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::Schema> {
                use utoipa::openapi::schema::Type;
                $crate::parts::shape::any_of(&[$(Type::$kind),+], $about)
            }
        }

        impl utoipa::ToSchema for $name {
            fn name() -> std::borrow::Cow<'static, str> {
                std::borrow::Cow::Borrowed($text)
            }
        }
    };
}

pub(crate) use shape;
