//! The homes of the demo: streets and communities are Sanming's, estates, doors and descriptions are made up.

use crate::{DemoError, place};
use domain::{
    address::TypedAddress,
    area::AreaCode,
    house::{NewHouse, TypedHouse},
    listing::{ListingTerms, TypedListing},
    time,
};
use jiff::{ToSpan, civil::Date};
use serde::Deserialize;

const HOMES: &str = include_str!("../data/homes.csv");

/// What becomes of a listing after it was drafted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Fate {
    Draft,
    InReview,
    /// Sent back by the coordinator.
    Returned,
    Published,
    Paused,
    Withdrawn,
}

/// One line of the file. Lists are separated by spaces.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Home {
    /// How matches and viewings refer to it.
    pub key: String,
    pub landlord: u8,
    community: String,
    road: String,
    number: String,
    estate: String,
    building: String,
    unit: String,
    floor: String,
    floors: String,
    room: String,
    pub rooms: u8,
    pub halls: u8,
    baths: u8,
    area: String,
    orientation: String,
    lift: bool,
    extra: String,
    declared_use: String,
    land_ownership: String,
    pub mode: String,
    pub space: String,
    space_area: String,
    title: String,
    rent: String,
    deposit: String,
    payment_months: String,
    min_term_months: String,
    available_in_days: i32,
    facilities: String,
    pub fate: Fate,
    description: String,
}

pub(crate) fn all() -> Result<Vec<Home>, DemoError> {
    csv::Reader::from_reader(HOMES.as_bytes())
        .deserialize()
        .map(|home| home.map_err(|error| DemoError::content("homes.csv", error)))
        .collect()
}

fn words(list: &str) -> Vec<String> {
    list.split_whitespace().map(str::to_owned).collect()
}

impl Home {
    /// `landlord`, `landlord2`, …
    pub fn landlord(&self) -> String {
        match self.landlord {
            1 => "landlord".to_owned(),
            n => format!("landlord{n}"),
        }
    }

    /// Its community.
    pub fn place(&self) -> Result<AreaCode, DemoError> {
        AreaCode::parse(&self.community).map_err(|_| DemoError::content("homes.csv", &self.key))
    }

    /// Rooms of one flat that are let one by one have the same.
    pub fn door(&self) -> String {
        [&self.community, &self.estate, &self.building, &self.unit, &self.room]
            .map(String::as_str)
            .join("/")
    }

    pub fn house(&self) -> Result<NewHouse, DemoError> {
        let typed = TypedHouse {
            address: TypedAddress {
                community: self.community.clone(),
                road: self.road.clone(),
                number: self.number.clone(),
                estate: self.estate.clone(),
                building: self.building.clone(),
                unit: self.unit.clone(),
                floor: self.floor.clone(),
                room: self.room.clone(),
            },
            rooms: self.rooms.to_string(),
            halls: self.halls.to_string(),
            baths: self.baths.to_string(),
            area: self.area.clone(),
            orientation: words(&self.orientation),
            lift: self.lift,
            total_floors: self.floors.clone(),
            extra: words(&self.extra),
            title_kind: "certificate".to_owned(),
            title_number: format!("闽(2021)三明市不动产权第99{:0>5}号", self.room),
            declared_use: self.declared_use.clone(),
            land_ownership: self.land_ownership.clone(),
            position: place::position(&self.community, &self.door()),
            coordinate_system: "gcj02".to_owned(),
            declared_sound: true,
            declared_right: true,
        };
        NewHouse::parse(&typed).map_err(|errors| DemoError::refused("house", &self.key, &errors))
    }

    /// `last_day`: the day on which somebody first looks at the demo.
    pub fn terms(&self, today: Date, last_day: Date) -> Result<ListingTerms, DemoError> {
        let house = self.house()?;
        let available = match self.available_in_days {
            0 => String::new(),
            days => time::format_date(last_day.saturating_add(days.days())),
        };
        let typed = TypedListing {
            mode: self.mode.clone(),
            space: self.space.clone(),
            area: self.space_area.clone(),
            title: self.title.clone(),
            description: self.description.clone(),
            rent: self.rent.clone(),
            deposit: self.deposit.clone(),
            payment_months: self.payment_months.clone(),
            available_on: available,
            min_term_months: self.min_term_months.clone(),
            facilities: words(&self.facilities),
        };
        ListingTerms::parse(&typed, &house.spaces, house.area, today)
            .map_err(|errors| DemoError::refused("listing", &self.key, &errors))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use backend::area;
    use std::collections::BTreeSet;

    #[test]
    fn homes_stand_in_real_communities_and_have_texts_of_their_own() {
        let homes = all().unwrap();
        assert!(homes.len() >= 60);
        for home in &homes {
            assert!(area::find(home.place().unwrap()).is_some(), "{}", home.key);
            let house = home.house().unwrap();
            assert!(house.position.is_some(), "{}", home.key);
            let rent: u32 = home.rent.parse().unwrap();
            assert!((300..=3500).contains(&rent), "{}", home.key);
        }
        let distinct = |text: fn(&Home) -> &str| homes.iter().map(text).collect::<BTreeSet<_>>().len();
        assert_eq!(distinct(|home| &home.key), homes.len());
        assert_eq!(distinct(|home| &home.title), homes.len());
        assert_eq!(distinct(|home| &home.description), homes.len());
        assert!(homes.iter().any(|home| home.mode == "shared"));
        let rooms: BTreeSet<_> = homes.iter().map(|home| home.rooms).collect();
        assert_eq!(rooms, BTreeSet::from([1, 2, 3, 4]));
    }
}
