//! Enums whose values have stable codes: in the database, in URLs, in forms and as keys of translations.

/// Declares an enum with a code for each value: `ALL`, `code()`, `Display`, `FromStr` (error `choice`) and serde by code.
macro_rules! coded {
    ($(#[$meta:meta])* pub enum $name:ident { $($(#[$variant_meta:meta])* $variant:ident = $code:literal),* $(,)? }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$variant_meta])* $variant),* }

        impl $name {
            pub const ALL: &'static [$name] = &[$($name::$variant),*];

            pub const fn code(self) -> &'static str {
                match self { $($name::$variant => $code),* }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.code())
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::form::Code;

            fn from_str(code: &str) -> Result<Self, Self::Err> {
                match code {
                    $($code => Ok($name::$variant),)*
                    "" => Err($crate::form::Code::new("required")),
                    _ => Err($crate::form::Code::new("choice")),
                }
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.code())
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let code = std::borrow::Cow::<str>::deserialize(deserializer)?;
                code.parse().map_err(|_| serde::de::Error::unknown_variant(&code, &[$($code),*]))
            }
        }
    };
}

pub(crate) use coded;

#[cfg(test)]
mod tests {
    use crate::form::Code;

    coded! {
        pub enum Season { Wet = "wet", DryAndCold = "dry-and-cold" }
    }

    #[test]
    fn codes_round_trip_and_others_are_refused() {
        for season in Season::ALL {
            assert_eq!(season.code().parse(), Ok(*season));
            let json = serde_json::to_string(season).unwrap();
            assert_eq!(json, format!("\"{season}\""));
            assert_eq!(serde_json::from_str::<Season>(&json).unwrap(), *season);
        }
        assert_eq!("".parse::<Season>(), Err(Code::new("required")));
        assert_eq!("Wet".parse::<Season>(), Err(Code::new("choice")));
        assert!(serde_json::from_str::<Season>("\"hot\"").is_err());
    }
}
