//! The hearts of a page's listings.

use crate::{
    error::AppError,
    ui::{Heart, ListingSummary},
    visitor::Visitor,
};
use domain::{id::ListingId, lang::Lang};
use std::collections::HashSet;

/// Which listings of a page carry a heart, and how it stands.
pub struct Hearts {
    lang: Lang,
    kept: HashSet<ListingId>,
    /// The page; `None` for staff, who keep nothing.
    page: Option<String>,
}

impl Hearts {
    /// Visitors who are not logged in have hearts too: pressing one leads to the login.
    pub async fn of(visitor: &Visitor, ids: &[ListingId]) -> Result<Self, AppError> {
        let kept = match &visitor.account {
            Some(actor) => backend::favourite::among(visitor.backend(), actor, ids).await?,
            None => HashSet::new(),
        };
        let citizen = visitor.account.as_ref().is_none_or(|actor| !actor.is_staff());
        Ok(Self {
            lang: visitor.lang,
            kept,
            page: citizen.then(|| visitor.path.clone()),
        })
    }

    /// The heart of a listing; `title` tells it from the others of the page.
    pub fn heart(&self, id: ListingId, title: String) -> Option<Heart> {
        let page = self.page.as_ref()?;
        let anchor = format!("home-{id}");
        Some(Heart {
            action: format!("/listings/{id}/favourite"),
            to: format!("{page}#{anchor}"),
            kept: self.kept.contains(&id),
            label: tr!(self.lang, "favourite.heart", title = title),
            anchor,
        })
    }

    pub fn on(&self, id: ListingId, listing: ListingSummary) -> ListingSummary {
        let title = format!("{} {}", listing.title, listing.place.plain());
        ListingSummary {
            heart: self.heart(id, title),
            ..listing
        }
    }
}
