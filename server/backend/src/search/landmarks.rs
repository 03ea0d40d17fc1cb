//! The places that the staff keeps, as searches know them.

use std::sync::Arc;

use domain::search::Landmark;

use super::{
    blocking::blocking,
    service::{Landmarks, Service},
    text::pinyin,
};
use crate::{Backend, Error, place};

/// Reads the table of places again if it changed since.
pub(super) async fn learn(backend: &Backend, service: &Arc<Service>) -> Result<(), Error> {
    // Asked first: a change in between is found at the next look.
    let edition = place::edition(backend).await?;
    if service.landmarks().edition == Some(edition) {
        return Ok(());
    }
    let places = place::all(backend).await?.into_iter().filter(|place| place.active);
    let landmarks = Landmarks {
        edition: Some(edition),
        list: places.map(landmark).collect(),
    };
    let service = Arc::clone(service);
    blocking(move || {
        service.set_landmarks(landmarks);
        service.learn_names()
    })
    .await
}

fn landmark(place: place::Place) -> Landmark {
    let given = place.aliases.iter().map(ToString::to_string);
    // Two letters or three are more often the beginning of another word.
    let sounds = pinyin(place.name.as_str()).filter(|pinyin| pinyin.len() > 3);
    Landmark {
        aliases: given.chain(sounds).collect(),
        name: place.name,
        kind: place.kind,
        point: place.point,
    }
}
