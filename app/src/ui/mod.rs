//! The components of every page. Plain HTML from the server: nothing here reaches the browser as code.
//!
//! How a page is put together:
//!
//! ```text
//! Wrap | Narrow | Wide           the page's width (Narrow for forms, Wide for the desk)
//! └ PageHead                     back link, kicker, title, one sentence, badges
//! └ Stack                        even gaps; inside it any of
//!    Section, Card, LinkCard, SummaryBox, Notice, EmptyState, KeyValue, History, ListingList, DataTable, PostForm
//! Columns, Sidebar, ResultsLayout     where things stand beside each other
//! ```
//!
//! - Forms: [`ErrorSummary`], then [`PostForm`] with [`TextInput`], [`TextArea`], [`Select`], [`RadioGroup`], [`CheckboxGroup`],
//!   [`Checkbox`], [`DateInput`], [`DateTimeInput`], [`FieldRow`], [`FormPart`], last [`Actions`] with one [`Look::Main`] [`Button`]. Several pages: [`FormSteps`].
//! - Search: [`PhoneSearch`] with a [`SearchBox`] (the header has it on desks), [`ChipRow`] of [`Chip`], [`ResultsLayout`] with [`Filters`] of [`FacetGroup`] and [`RangeFilter`],
//!   [`ResultsHead`], [`ListingList`], [`Pagination`].
//! - A listing: [`PhotoGallery`], [`FactRow`], [`Sidebar`] with [`PriceBox`].
//! - Kept and compared: [`KeptList`], [`CompareTable`]; a [`Heart`] on every card, a [`TickBox`] where a [`GetForm`] compares.
//! - A match: [`Stepper`], [`KeyValue`] of the terms, [`History`].
//! - Desk: [`Tabs`], [`DataTable`], [`Columns`] with [`Effects`] and [`Checklist`], [`DecisionBar`].
//! - Home: [`Hero`] with a large [`SearchBox`], [`ListingList`] with `tiles`, [`Way`]. Certificate: [`Certificate`].
//!
//! Texts come in translated. Optional texts are [`MaybeText`]: give a text, an `Option`, or leave the prop out. Texts with
//! parts that were looked for are [`MarkedText`].

mod art;
mod badge;
mod button;
mod choice;
mod compare;
mod desk;
mod facts;
mod favourite;
mod field;
mod form;
#[cfg(test)]
mod gallery;
mod icon;
mod input;
mod layout;
mod listing;
mod notice;
mod place;
mod search;
mod shell;
mod stepper;
mod text;
mod tick;

pub use art::*;
pub use badge::*;
pub use button::*;
pub use choice::*;
pub use compare::*;
pub use desk::*;
pub use facts::*;
pub use favourite::*;
pub use field::{Field, FieldProps, FieldSet, FieldSetProps, field_id};
pub use form::*;
pub use icon::*;
pub use input::*;
pub use layout::*;
pub use listing::*;
pub use notice::*;
pub use place::*;
pub use search::*;
pub use shell::*;
pub use stepper::*;
pub use text::*;
pub use tick::*;
