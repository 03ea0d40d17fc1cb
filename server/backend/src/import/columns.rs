//! The columns of a file of listings: found by name, in any order.

use csv::ByteRecord;

/// The names that the first line must hold. Further columns are passed over.
pub const COLUMNS: [&str; 15] = [
    "source",
    "city",
    "district",
    "block",
    "community",
    "title",
    "mode",
    "rooms",
    "halls",
    "baths",
    "area_sqm",
    "orientation",
    "floor",
    "tags",
    "rent",
];

/// Columns that a file may have: where it is, in degrees, and in which system (`gcj02` or `wgs84`).
pub const OPTIONAL: [&str; 3] = ["lat", "lng", "coordinate_system"];

/// The first line doesn't name what is needed, so no row can be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum HeaderError {
    #[error("the first line names no column {}; it must name: {}", .0.join(", "), COLUMNS.join(", "))]
    Missing(Vec<&'static str>),
    #[error("the first line names the column {0} twice")]
    Twice(&'static str),
}

/// Where each of [`COLUMNS`] stands in a row.
pub(super) struct Columns {
    at: [usize; COLUMNS.len()],
    /// Where each of [`OPTIONAL`] stands, if it does.
    optional: [Option<usize>; OPTIONAL.len()],
    /// How many values each row must have.
    pub width: usize,
}

impl Columns {
    pub fn read(header: &ByteRecord) -> Result<Self, HeaderError> {
        let names: Vec<_> = header.iter().map(name).collect();
        let mut at = [0; COLUMNS.len()];
        let mut missing = Vec::new();
        for (place, column) in at.iter_mut().zip(COLUMNS) {
            let mut found = names.iter().enumerate().filter(|(_, name)| *name == column);
            match (found.next(), found.next()) {
                (Some((index, _)), None) => *place = index,
                (Some(_), Some(_)) => return Err(HeaderError::Twice(column)),
                (None, _) => missing.push(column),
            }
        }
        if !missing.is_empty() {
            return Err(HeaderError::Missing(missing));
        }
        let mut optional = [None; OPTIONAL.len()];
        for (place, column) in optional.iter_mut().zip(OPTIONAL) {
            let mut found = names.iter().enumerate().filter(|(_, name)| *name == column);
            *place = found.next().map(|(index, _)| index);
            if found.next().is_some() {
                return Err(HeaderError::Twice(column));
            }
        }
        Ok(Self {
            at,
            optional,
            width: names.len(),
        })
    }

    /// The values of a row in the order of [`COLUMNS`]; `None` when one of them is not UTF-8.
    pub fn values<'r>(&self, record: &'r ByteRecord) -> Option<[&'r str; COLUMNS.len()]> {
        let mut values = [""; COLUMNS.len()];
        for (value, index) in values.iter_mut().zip(self.at) {
            *value = std::str::from_utf8(record.get(index).unwrap_or_default()).ok()?;
        }
        Some(values)
    }

    /// The values of [`OPTIONAL`], empty where there is no such column; `None` when one of them is not UTF-8.
    pub fn optional_values<'r>(&self, record: &'r ByteRecord) -> Option<[&'r str; OPTIONAL.len()]> {
        let mut values = [""; OPTIONAL.len()];
        for (value, index) in values.iter_mut().zip(self.optional) {
            let bytes = index.and_then(|index| record.get(index)).unwrap_or_default();
            *value = std::str::from_utf8(bytes).ok()?;
        }
        Some(values)
    }
}

/// Spreadsheets put a byte order mark before the first name.
fn name(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes)
        .trim_start_matches('\u{FEFF}')
        .trim()
        .to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn header(line: &str) -> ByteRecord {
        line.split(',').collect::<Vec<_>>().into()
    }

    #[test]
    fn columns_are_found_by_name_in_any_order() {
        let mut names: Vec<_> = COLUMNS.iter().map(|name| name.to_uppercase()).collect();
        names.reverse();
        names.insert(3, "note".to_owned());
        let columns = Columns::read(&header(&format!("\u{FEFF}{}", names.join(",")))).unwrap();
        assert_eq!(columns.width, COLUMNS.len() + 1);
        let row = header(&names.join(","));
        let values = columns.values(&row).unwrap();
        assert_eq!(values.map(str::to_lowercase), COLUMNS.map(str::to_owned));
    }

    #[test]
    fn a_first_line_without_the_names_is_refused_with_what_is_missing() {
        let refused = |line: &str| Columns::read(&header(line)).err().unwrap();
        let without = COLUMNS.join(",").replace(",rent", "").replace(",city", ",town");
        assert_eq!(refused(&without), HeaderError::Missing(vec!["city", "rent"]));
        let twice = format!("{},rent", COLUMNS.join(","));
        assert_eq!(refused(&twice), HeaderError::Twice("rent"));
        let twice = format!("{},lat,lng,lat", COLUMNS.join(","));
        assert_eq!(refused(&twice), HeaderError::Twice("lat"));
        let message = refused(&without).to_string();
        assert!(message.starts_with("the first line names no column city, rent; it must name: source, city"));
    }
}
