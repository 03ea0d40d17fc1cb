//! Places that people look for homes near: schools, works, stations. A table that the centre's staff keeps.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::{
    coded::coded,
    form::{Code, Errors},
    geo::{self, Gcj02Point, GivenPoint},
    text,
};

coded! {
    pub enum Kind {
        School = "school",
        /// A works or a factory.
        Plant = "plant",
        Station = "station",
        Hospital = "hospital",
        /// A market or a shopping centre.
        Market = "market",
        Other = "other",
    }
}

/// The name of a city, district, street or estate as a filter holds it: one tidy line of 1 to 60 characters.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PlaceName(String);

impl PlaceName {
    /// Errors: `required`, `too-long`.
    pub fn parse(name: &str) -> Result<Self, Code> {
        text::bounded(name, 1, 60).map(Self)
    }

    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for PlaceName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// More names than these nobody uses for one place.
const ALIASES_MAX: usize = 10;

/// The form as typed; each field's name is the name of its error.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TypedPlace {
    pub name: String,
    pub kind: String,
    /// Separated by commas or on lines of their own.
    pub aliases: String,
    pub position: String,
    pub coordinate_system: String,
}

/// A place that may be kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewPlace {
    pub name: PlaceName,
    pub kind: Kind,
    pub aliases: Vec<PlaceName>,
    pub point: Gcj02Point,
}

impl NewPlace {
    /// Errors: those of the parts; `place-short` (a name of one character would be read into half of all searches),
    /// `place-aliases` (too many).
    pub fn parse(typed: &TypedPlace) -> Result<Self, Errors> {
        let mut errors = Errors::new();
        let name = errors.check("name", name(&typed.name));
        let kind = errors.check("kind", typed.kind.parse());
        let aliases = errors.check("aliases", aliases(&typed.aliases));
        let position = geo::optional_position(&mut errors, &typed.position, &typed.coordinate_system);
        if position == Some(None) {
            errors.add("position", "required");
        }
        let place = (|| {
            let name = name?;
            let mut aliases = aliases?;
            aliases.retain(|alias| *alias != name);
            Some(Self {
                kind: kind?,
                aliases,
                point: position?.map(GivenPoint::to_gcj02)?,
                name,
            })
        })();
        place.filter(|_| errors.is_empty()).ok_or(errors)
    }
}

fn name(typed: &str) -> Result<PlaceName, Code> {
    let name = PlaceName::parse(typed)?;
    if name.as_str().chars().count() < 2 {
        return Err(Code::new("place-short"));
    }
    Ok(name)
}

fn aliases(typed: &str) -> Result<Vec<PlaceName>, Code> {
    let mut aliases = Vec::new();
    let parts = typed.split(['\n', ',', '，', '、', ';', '；']);
    for part in parts.filter(|part| !text::fold_compact(part).is_empty()) {
        let alias = name(part)?;
        if !aliases.contains(&alias) {
            aliases.push(alias);
        }
    }
    if aliases.len() > ALIASES_MAX {
        return Err(Code::new("place-aliases").with("max", ALIASES_MAX));
    }
    Ok(aliases)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed() -> TypedPlace {
        TypedPlace {
            name: " 三明北站 ".into(),
            kind: "station".into(),
            aliases: "北站，高铁站\n三明北站、北站".into(),
            position: "26.3225, 117.6920".into(),
            coordinate_system: "gcj02".into(),
        }
    }

    #[test]
    fn a_place_is_read_with_its_other_names() {
        let place = NewPlace::parse(&typed()).unwrap();
        assert_eq!(place.name.as_str(), "三明北站");
        let aliases: Vec<_> = place.aliases.iter().map(PlaceName::as_str).collect();
        assert_eq!(aliases, ["北站", "高铁站"]);
        assert_eq!(place.point.to_string(), "26.322500,117.692000");
        let phone = TypedPlace {
            coordinate_system: "wgs84".into(),
            ..typed()
        };
        let away = NewPlace::parse(&phone).unwrap().point.distance_to(place.point);
        assert!((600..640).contains(&away.0), "what a phone says is converted");
    }

    #[test]
    fn every_field_says_what_is_wrong_with_it() {
        let errors = |typed: &TypedPlace| {
            let errors = NewPlace::parse(typed).unwrap_err();
            errors.iter().map(|error| (error.field, error.code)).collect::<Vec<_>>()
        };
        assert_eq!(
            errors(&TypedPlace::default()),
            [("name", "required"), ("kind", "required"), ("position", "required")]
        );
        let wrong = TypedPlace {
            name: "站".into(),
            kind: "harbour".into(),
            aliases: (10..21).map(|n| format!("名{n},")).collect(),
            position: "26.3225".into(),
            coordinate_system: "bd09".into(),
        };
        assert_eq!(
            errors(&wrong),
            [
                ("name", "place-short"),
                ("kind", "choice"),
                ("aliases", "place-aliases"),
                ("coordinate_system", "choice")
            ]
        );
    }
}
