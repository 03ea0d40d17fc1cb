//! What a landlord asks for and offers.

use crate::{
    facility::{Facility, FacilitySet},
    form::{Code, Errors},
    measure::SquareMetres,
    money::Yuan,
    space::{LettingMode, Space},
    text, time,
};
use jiff::{ToSpan, civil::Date};

/// Rents are paid at most this many months ahead.
const MAX_PAYMENT_MONTHS: u8 = 12;
/// Twenty years: 民法典 art. 705.
pub const MAX_MIN_TERM_MONTHS: u16 = 240;

/// The form as typed; each field's name is the name of its error.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TypedListing {
    pub mode: String,
    pub space: String,
    /// Of the room; the whole house has its own.
    pub area: String,
    pub title: String,
    pub description: String,
    pub rent: String,
    pub deposit: String,
    pub payment_months: String,
    pub available_on: String,
    pub min_term_months: String,
    pub facilities: Vec<String>,
}

/// The terms of a listing that may be sent for review.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListingTerms {
    pub mode: LettingMode,
    /// The number of the room in its house; none when the whole house is let.
    pub space: Option<u8>,
    pub area: SquareMetres,
    pub title: String,
    pub description: String,
    /// A month.
    pub rent: Yuan,
    pub deposit: Yuan,
    /// How many months' rent are paid at a time: 押一付三 is 3.
    pub payment_months: u8,
    /// None: at once.
    pub available_on: Option<Date>,
    pub min_term_months: u16,
    pub facilities: FacilitySet,
}

impl ListingTerms {
    /// Checks the form against the `spaces` and the area of the house.
    ///
    /// Errors, in the order of the form: `required`, `choice`, `space-not-lettable`, those of areas, `area-above-house`,
    /// `rent-zero`, those of money and dates, `months`, `available-too-far`, `too-short`, `too-long`, `text-contact`.
    pub fn parse(typed: &TypedListing, spaces: &[Space], house: SquareMetres, today: Date) -> Result<Self, Errors> {
        let mut errors = Errors::new();
        let mode = errors.check("mode", typed.mode.parse());
        let (space, area) = match mode {
            Some(LettingMode::Shared) => (
                errors.check("space", room_to_let(&typed.space, spaces).map(Some)),
                errors.check("area", room_area(&typed.area, house)),
            ),
            Some(LettingMode::Whole) | None => (Some(None), Some(house)),
        };
        let rent = errors.check("rent", rent(&typed.rent));
        let deposit = errors.check("deposit", Yuan::parse(&typed.deposit));
        let payment_months = errors.check(
            "payment_months",
            months(&typed.payment_months, MAX_PAYMENT_MONTHS.into()),
        );
        let min_term_months = errors.check("min_term_months", months(&typed.min_term_months, MAX_MIN_TERM_MONTHS));
        let available_on = errors.check("available_on", available(&typed.available_on, today));
        let title = errors.check("title", text::bounded(&typed.title, 4, 40).and_then(without_contact));
        let description = errors.check(
            "description",
            text::bounded_lines(&typed.description, 10, 2000).and_then(without_contact),
        );
        let facilities = errors.check("facilities", facilities(&typed.facilities));
        let terms = (|| {
            Some(Self {
                mode: mode?,
                space: space?,
                area: area?,
                title: title?,
                description: description?,
                rent: rent?,
                deposit: deposit?,
                payment_months: u8::try_from(payment_months?).ok()?,
                available_on: available_on?,
                min_term_months: min_term_months?,
                facilities: facilities?,
            })
        })();
        terms.ok_or(errors)
    }

    /// Whether the deposit is above so many months of rent: worth a warning, not forbidden (住房租赁条例 art. 10).
    pub fn deposit_exceeds(&self, months: u32) -> bool {
        self.deposit.get() > self.rent.get().saturating_mul(months)
    }
}

/// The room that is to be let on its own.
///
/// Errors: `required`, `choice` (the house has no such space), `space-not-lettable` (住房租赁条例 art. 7).
pub fn room_to_let(typed: &str, spaces: &[Space]) -> Result<u8, Code> {
    if typed.is_empty() {
        return Err(Code::new("required"));
    }
    let space = typed
        .parse()
        .ok()
        .and_then(|no: u8| spaces.iter().find(|space| space.no == no))
        .ok_or(Code::new("choice"))?;
    if space.kind.lettable() {
        Ok(space.no)
    } else {
        Err(Code::new("space-not-lettable"))
    }
}

fn room_area(typed: &str, house: SquareMetres) -> Result<SquareMetres, Code> {
    let area = SquareMetres::parse(typed)?;
    if area > house {
        return Err(Code::new("area-above-house").with("max", house));
    }
    Ok(area)
}

fn rent(typed: &str) -> Result<Yuan, Code> {
    let rent = Yuan::parse(typed)?;
    if rent.get() == 0 {
        return Err(Code::new("rent-zero"));
    }
    Ok(rent)
}

fn months(typed: &str, max: u16) -> Result<u16, Code> {
    let folded = text::fold_compact(typed);
    if folded.is_empty() {
        return Err(Code::new("required"));
    }
    let number = ["个月", "月"]
        .iter()
        .find_map(|unit| folded.strip_suffix(unit))
        .unwrap_or(&folded);
    text::whole_number(number)
        .and_then(|months| u16::try_from(months).ok())
        .filter(|months| (1..=max).contains(months))
        .ok_or_else(|| Code::new("months").with("max", max))
}

fn available(typed: &str, today: Date) -> Result<Option<Date>, Code> {
    if text::fold_compact(typed).is_empty() {
        return Ok(None);
    }
    let day = time::parse_date(typed)?;
    if day > today.saturating_add(1.year()) {
        return Err(Code::new("available-too-far"));
    }
    Ok(Some(day))
}

fn facilities(codes: &[String]) -> Result<FacilitySet, Code> {
    codes
        .iter()
        .map(|code| Facility::from_code(code).ok_or(Code::new("choice")))
        .collect()
}

/// Public pages show no phone number, so a mobile number in a text is refused: people ask for a viewing instead.
fn without_contact(text: String) -> Result<String, Code> {
    let digits: String = text::fold(&text)
        .chars()
        .filter(|c| !matches!(c, ' ' | '-'))
        .map(|c| if c.is_ascii_digit() { c } else { ' ' })
        .collect();
    let mobile = |run: &str| {
        run.as_bytes()
            .windows(11)
            .any(|number| number[0] == b'1' && (b'3'..=b'9').contains(&number[1]))
    };
    if digits.split(' ').any(mobile) {
        return Err(Code::new("text-contact"));
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{layout::Layout, space::SpaceKind, space::spaces_of};
    use jiff::civil::date;

    const TODAY: Date = date(2026, 11, 23);

    fn spaces() -> Vec<Space> {
        let layout = Layout::new(2, 1, 1).unwrap();
        spaces_of(layout, &[SpaceKind::Kitchen, SpaceKind::Balcony])
    }

    fn house() -> SquareMetres {
        SquareMetres::parse("68.5").unwrap()
    }

    fn typed() -> TypedListing {
        TypedListing {
            mode: "whole".into(),
            title: "江滨新村朝南两室".into(),
            description: "近公交站,家电齐全,可随时看房。".into(),
            rent: "1,350元/月".into(),
            deposit: "1350".into(),
            payment_months: "3".into(),
            min_term_months: "6个月".into(),
            facilities: vec!["bed".into(), "gas".into()],
            ..TypedListing::default()
        }
    }

    fn errors(typed: &TypedListing) -> Vec<(&'static str, &'static str)> {
        ListingTerms::parse(typed, &spaces(), house(), TODAY)
            .unwrap_err()
            .iter()
            .map(|error| (error.field, error.code))
            .collect()
    }

    #[test]
    fn terms_are_read() {
        let terms = ListingTerms::parse(&typed(), &spaces(), house(), TODAY).unwrap();
        assert_eq!((terms.rent.get(), terms.min_term_months), (1350, 6));
        assert_eq!(terms.available_on, None);
        assert!(terms.facilities.contains(Facility::Gas));
        assert!(!terms.deposit_exceeds(1));
        assert!(terms.deposit_exceeds(0));
    }

    #[test]
    fn only_a_bedroom_is_let_on_its_own() {
        for space in spaces() {
            let result = room_to_let(&space.no.to_string(), &spaces());
            let expected = match space.kind {
                SpaceKind::Bedroom => Ok(space.no),
                _ => Err(Code::new("space-not-lettable")),
            };
            assert_eq!(result, expected, "{}", space.kind);
        }
        let shared = TypedListing {
            mode: "shared".into(),
            ..typed()
        };
        assert_eq!(errors(&shared), [("space", "required"), ("area", "required")]);
        let elsewhere = TypedListing {
            space: "77".into(),
            area: "70".into(),
            ..shared
        };
        assert_eq!(errors(&elsewhere), [("space", "choice"), ("area", "area-above-house")]);
    }

    #[test]
    fn every_wrong_term_is_named() {
        let wrong = TypedListing {
            mode: "house".into(),
            title: "好房".into(),
            description: "请打电话 138-0000 1111 联系我看房".into(),
            rent: "0".into(),
            deposit: String::new(),
            payment_months: "13".into(),
            available_on: "2027-11-24".into(),
            min_term_months: "0".into(),
            facilities: vec!["pool".into()],
            ..TypedListing::default()
        };
        assert_eq!(
            errors(&wrong),
            [
                ("mode", "choice"),
                ("rent", "rent-zero"),
                ("deposit", "required"),
                ("payment_months", "months"),
                ("min_term_months", "months"),
                ("available_on", "available-too-far"),
                ("title", "too-short"),
                ("description", "text-contact"),
                ("facilities", "choice"),
            ]
        );
    }

    #[test]
    fn other_long_numbers_are_no_phone_numbers() {
        for text in ["面积 68.5 平,2020 年建成", "距公交 1200 米,12 月 1 日起可住"] {
            assert!(without_contact(text.into()).is_ok(), "{text}");
        }
        assert!(without_contact("微信１３８００００１１１１".into()).is_err());
    }
}
