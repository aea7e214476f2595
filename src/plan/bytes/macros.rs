//! Types as bytes by their fields and variants. A reader is a row of calls: see `codec`.

/// A struct as its fields in this order; `= name` makes known how many of them ids count from
/// there on.
macro_rules! fields {
    ($($name:ident $((features $features:expr))? {
        $($field:ident $(= $count:ident)?),* $(,)?
    })*) => {$(
        impl Codec for $name {
            fn write(&self, to: &mut Writer) {
                $(self.$field.write(to);)*
            }

            fn read(from: &mut Reader<'_>) -> Self {
                $(from.counts.enter($features);)?
                $(
                    let $field = Codec::read(from);
                    $(from.counts.$count = count(&$field);)?
                )*
                Self { $($field),* }
            }
        }
    )*};
}

/// An enum as the tag of its variant and then the variant's parts. The first variant has tag 0.
macro_rules! variants {
    ($($name:ident {
        $first:ident $(($($one:ident),*))? $({$($named:ident),*})?
        $(, $tag:literal $variant:ident $(($($part:ident),*))? $({$($field:ident),*})?)* $(,)?
    })*) => {$(
        impl Codec for $name {
            fn write(&self, to: &mut Writer) {
                match self {
                    Self::$first $(($($one),*))? $({$($named),*})? => {
                        to.byte(0);
                        $($($one.write(to);)*)?
                        $($($named.write(to);)*)?
                    }
                    $(Self::$variant $(($($part),*))? $({$($field),*})? => {
                        to.byte($tag);
                        $($($part.write(to);)*)?
                        $($($field.write(to);)*)?
                    })*
                }
            }

            fn read(from: &mut Reader<'_>) -> Self {
                const VARIANTS: u8 = [0_u8 $(, $tag)*].len() as u8;
                match from.tag(VARIANTS) {
                    $($tag => {
                        $($(let $part = Codec::read(from);)*)?
                        $($(let $field = Codec::read(from);)*)?
                        Self::$variant $(($($part),*))? $({$($field),*})?
                    })*
                    _ => {
                        $($(let $one = Codec::read(from);)*)?
                        $($(let $named = Codec::read(from);)*)?
                        Self::$first $(($($one),*))? $({$($named),*})?
                    }
                }
            }
        }
    )*};
}

/// An id as its number, below how many there are.
macro_rules! ids {
    ($($name:ident $count:ident)*) => {$(
        impl Codec for $name {
            fn write(&self, to: &mut Writer) {
                self.0.write(to);
            }

            fn read(from: &mut Reader<'_>) -> Self {
                Self(from.id(from.counts.$count))
            }
        }
    )*};
}

pub(super) use {fields, ids, variants};
