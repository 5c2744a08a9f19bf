//! Enums whose values have keys: in machine formats, in data files, in the fold table.

/// Declares an enum with a key for each variant, and generates the list of all variants, `key` and `from_key`. A variant
/// cannot be declared without a key, and the list cannot lack one. A variant may depend on a feature.
macro_rules! keyed {
    (
        $(#[$about_list:meta])*
        $visibility:vis const $list:ident;

        $(#[$about:meta])*
        pub enum $name:ident {
            $($(#[doc = $about_variant:literal])* $(#[cfg($condition:meta)])? $variant:ident => $key:literal,)+
        }
    ) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum $name { $($(#[doc = $about_variant])* $(#[cfg($condition)])? $variant),+ }

        impl $name {
            $(#[$about_list])*
            $visibility const $list: [Self; [$($(#[cfg($condition)])? $key),+].len()] =
                [$($(#[cfg($condition)])? Self::$variant),+];

            /// The key.
            #[must_use]
            pub const fn key(self) -> &'static str {
                match self {
                    $($(#[cfg($condition)])? Self::$variant => $key,)+
                }
            }

            /// The value with this key.
            #[must_use]
            pub fn from_key(key: &str) -> Option<Self> {
                match key {
                    $($(#[cfg($condition)])? $key => Some(Self::$variant),)+
                    _ => None,
                }
            }
        }
    };
}
pub(crate) use keyed;
