//! Rules whose numbers change or are set by the city: dated parameters, never constants in code.

use crate::form::Code;
use jiff::civil::Date;

/// What a parameter is and where its default comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Definition {
    /// Stable name: in the database, in settings, in translations.
    pub key: &'static str,
    pub default: u32,
    /// What the number counts.
    pub unit: &'static str,
    /// The law, standard or decision that the default comes from.
    pub source: &'static str,
}

/// A value that an authority decided, in force from a day on until a later one takes its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DatedValue {
    pub key: String,
    pub value: u32,
    pub effective_from: Date,
    /// The decision that set it.
    pub source: String,
}

macro_rules! parameters {
    ($($name:ident: $default:literal, $unit:literal, $source:literal;)*) => {
        /// Every parameter, in the order in which staff see them.
        pub const DEFINITIONS: &[Definition] = &[
            $(Definition { key: stringify!($name), default: $default, unit: $unit, source: $source }),*
        ];

        /// The values in force on one day.
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub struct Parameters {
            $(#[doc = concat!("In ", $unit, ". Source: ", $source, ".")] pub $name: u32),*
        }

        impl Default for Parameters {
            fn default() -> Self {
                Self { $($name: $default),* }
            }
        }

        impl Parameters {
            fn field(&mut self, key: &str) -> Option<&mut u32> {
                match key {
                    $(stringify!($name) => Some(&mut self.$name),)*
                    _ => None,
                }
            }
        }
    };
}

parameters! {
    occupants_per_room_max: 2, "persons", "住房租赁条例 art. 7 leaves it to the city; the default is the stricter rule common elsewhere until the city confirms its own";
    floor_area_per_person_min: 5, "square metres", "住房租赁条例 art. 7 leaves it to the city; the default is the rule common elsewhere until the city confirms its own";
    deposit_warn_months: 2, "months of rent", "住房租赁条例 art. 10 sets no cap; the centre's own threshold for a warning";
    lease_years_max: 20, "years", "Civil Code art. 705";
    written_lease_from_months: 6, "months", "Civil Code art. 707";
    filing_days: 30, "days", "商品房屋租赁管理办法 art. 14: after signing, changing, renewing or ending a lease";
    residence_remind_days: 3, "days", "practice of police stations; 住房租赁条例 art. 37 gives no time";
    residence_overdue_days: 7, "days", "practice of police stations; 住房租赁条例 art. 37 gives no time";
    foreigner_hours: 24, "hours", "Exit and Entry Administration Law art. 39";
    taiwan_town_hours: 24, "hours", "rules for Taiwan residents staying in private homes, towns";
    taiwan_rural_hours: 72, "hours", "rules for Taiwan residents staying in private homes, countryside";
    answer_hours: 72, "hours", "the centre's own rule: an application without an answer lapses";
    listing_reconfirm_days: 30, "days", "the centre's own rule: a listing that its landlord doesn't reconfirm goes offline";
    first_visit_days: 30, "days", "the centre's own rule: first visit after a completed match";
    login_failures: 5, "attempts", "what is asked of staff access to public-sector systems";
    lock_minutes: 15, "minutes", "what is asked of staff access to public-sector systems";
    unasked_letter_minutes: 5, "minutes", "the centre's own rule: a letter that a stranger can cause goes to an account at most once in this time";
    unasked_letters_a_day: 10, "letters", "the centre's own rule: a letter that a stranger can cause goes to an account at most so often a day";
    staff_idle_minutes: 15, "minutes", "what is asked of staff access to public-sector systems";
    citizen_session_days: 30, "days", "the centre's own rule";
    collector_person_fen: 30, "fen", "the centre's founding paper (2012): a full-time collector's accepted record of a person";
    collector_house_fen: 50, "fen", "the centre's founding paper (2012): a full-time collector's accepted record of a house";
    part_time_record_fen: 100, "fen", "the centre's founding paper (2012): a part-time collector's accepted record";
}

impl Parameters {
    /// The values in force on `day`: for each key the one with the latest `effective_from` not after it, else the default.
    ///
    /// Error: `parameter-unknown` for a key that no rule knows; a value that nothing reads would be a decision not followed.
    pub fn on(day: Date, values: &[DatedValue]) -> Result<Self, Code> {
        let mut in_force: Vec<&DatedValue> = values.iter().filter(|value| value.effective_from <= day).collect();
        in_force.sort_by_key(|value| value.effective_from);
        let mut parameters = Self::default();
        for value in in_force {
            *parameters.field(&value.key).ok_or(Code::new("parameter-unknown"))? = value.value;
        }
        Ok(parameters)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn value(key: &str, value: u32, effective_from: Date) -> DatedValue {
        DatedValue {
            key: key.to_owned(),
            value,
            effective_from,
            source: "test".to_owned(),
        }
    }

    #[test]
    fn the_latest_value_in_force_counts() {
        let values = [
            value("answer_hours", 48, date(2027, 1, 1)),
            value("answer_hours", 96, date(2026, 1, 1)),
            value("filing_days", 15, date(2026, 6, 1)),
        ];
        let on = |day| Parameters::on(day, &values).unwrap();
        assert_eq!(on(date(2025, 12, 31)), Parameters::default());
        assert_eq!(on(date(2026, 1, 1)).answer_hours, 96);
        assert_eq!(on(date(2026, 12, 31)).filing_days, 15);
        assert_eq!(on(date(2027, 1, 1)).answer_hours, 48);
    }

    #[test]
    fn a_key_that_no_rule_knows_is_an_error() {
        let values = [value("answer_hour", 48, date(2026, 1, 1))];
        assert_eq!(
            Parameters::on(date(2026, 1, 1), &values),
            Err(Code::new("parameter-unknown"))
        );
    }

    #[test]
    fn every_definition_has_its_field_and_default() {
        for definition in DEFINITIONS {
            let value = Parameters::default().field(definition.key).copied();
            assert_eq!(value, Some(definition.default), "{}", definition.key);
            assert!(!definition.unit.is_empty() && !definition.source.is_empty());
        }
    }
}
