//! The houses in which the demo's homes are.

use crate::{DemoError, account::People, home::Home};
use backend::{Backend, house};
use domain::id::HouseId;
use std::collections::{HashMap, hash_map::Entry};

/// Registers every house and returns them by their doors.
pub(crate) async fn register(
    backend: &Backend,
    people: &People,
    homes: &[Home],
) -> Result<HashMap<String, HouseId>, DemoError> {
    let mut houses = HashMap::new();
    for home in homes {
        // Several listings may be rooms of one house.
        if let Entry::Vacant(place) = houses.entry(home.door()) {
            let landlord = people.named(&home.landlord())?;
            place.insert(house::register(backend, landlord, home.house()?).await?);
        }
    }
    Ok(houses)
}
