//! Areas to choose from.

use crate::ui::Choice;
use backend::Backend;
use domain::area::{AreaCode, AreaLevel};

/// The city, its districts, and under the name of each district its streets.
pub fn choices(backend: &Backend) -> Vec<Choice> {
    let Ok(city) = AreaCode::parse(&backend.config().centre.city_code) else {
        return Vec::new();
    };
    let mut choices = vec![Choice::new(city.as_str(), backend::area::name_within(city))];
    for district in backend::area::within(city, AreaLevel::District) {
        choices.push(Choice::new(district.code.as_str(), district.name).group(district.name));
        for street in backend::area::within(district.code, AreaLevel::Street) {
            choices.push(Choice::new(street.code.as_str(), street.name).group(district.name));
        }
    }
    choices
}
