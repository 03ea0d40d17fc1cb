//! Listings that somebody keeps.

use leptos::prelude::*;

use super::{Badge, Heart, HeartButton, ListingCard, ListingSummary, MaybeText, Tone};

/// What was kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kept {
    Online {
        listing: Box<ListingSummary>,
        /// “收藏时 1,500,降了 150 元”.
        note: MaybeText,
    },
    /// As it last was online: nothing that leads anywhere.
    Gone {
        title: String,
        place: String,
        rent: String,
        /// “已租出”, “已下架”.
        state: String,
        heart: Heart,
    },
}

/// Cards with what became of the rent; what is offline is greyed.
#[component]
pub fn KeptList(kept: Vec<Kept>) -> impl IntoView {
    let items = kept
        .into_iter()
        .map(|kept| match kept {
            Kept::Online { listing, note } => view! {
                <li>
                    <ListingCard listing=*listing>
                        {note.into_option().map(|note| view! { <p class="listing-note">{note}</p> })}
                    </ListingCard>
                </li>
            }
            .into_any(),
            Kept::Gone {
                title,
                place,
                rent,
                state,
                heart,
            } => {
                let anchor = heart.anchor.clone();
                view! {
                    <li>
                        <article class="listing-card gone" id=anchor>
                            <div class="listing-text">
                                <h3 class="listing-title">{title}</h3>
                                <p class="listing-place"><span>{place}</span></p>
                                <p>{rent}</p>
                                <Badge tone=Tone::Neutral label=state/>
                            </div>
                            <div class="listing-save"><HeartButton heart/></div>
                        </article>
                    </li>
                }
                .into_any()
            }
        })
        .collect_view();
    view! { <ul class="listing-list tiles">{items}</ul> }.into_any()
}
