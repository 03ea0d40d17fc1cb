//! Every mail that the centre writes, with what it needs to be told.

use domain::access::Role;
use domain::favourite::Standing;
use domain::id::{AccountId, ListingId, MatchId, RegistrationId, ViewingId};
use domain::money::Yuan;
use domain::registration::RegistrationKind;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// A mail before it is written out: which one, and its facts. It is kept as the columns `template` and `params` of a
/// notice. `title` is always the listing's title.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "template", content = "params", rename_all = "kebab-case")]
pub enum Letter {
    /// To a new account: confirm the address. `hours`: how long the token works.
    VerifyEmail { token: String, hours: i64 },
    /// To who forgot the password. `hours`: how long the token works.
    ResetPassword { token: String, hours: i64 },
    /// To a new member of staff: choose a password. `hours`: how long the token works.
    StaffInvited { token: String, hours: i64 },
    /// To whom an administrator entrusted with a duty: `area` in words, none where it is everywhere.
    DutyGranted {
        role: Role,
        area: Option<String>,
        from: Date,
        until: Option<Date>,
    },
    /// To the owner of the account: it has another password since then.
    PasswordChanged { at: Timestamp },
    /// To the landlord: somebody would like to view.
    ViewingAsked { title: String, viewing_id: ViewingId },
    /// To the tenant: choose one of these times.
    ViewingOffered {
        title: String,
        viewing_id: ViewingId,
        slots: Vec<Timestamp>,
    },
    /// To both: when and where. `address` has the door, so it goes to nobody else.
    ViewingBooked {
        title: String,
        viewing_id: ViewingId,
        at: Timestamp,
        address: String,
    },
    /// To the tenant: the landlord can't show the home.
    ViewingDeclined { title: String },
    /// To the other side: called off.
    ViewingCancelled { title: String, viewing_id: ViewingId },
    /// To who wanted to view: the home is let.
    ViewingHomeLet { title: String },
    /// To the landlord: somebody applied.
    ApplicationReceived {
        title: String,
        match_id: MatchId,
        answer_by: Timestamp,
    },
    /// To the tenant: accepted, details and terms come next.
    ApplicationAccepted {
        title: String,
        match_id: MatchId,
        answer_by: Timestamp,
    },
    /// To the tenant: not accepted.
    ApplicationDeclined { title: String },
    /// To the landlord: the tenant took the application back.
    ApplicationWithdrawn { title: String, match_id: MatchId },
    /// To the side that has not confirmed yet: the terms are there to be read.
    TermsReady {
        title: String,
        match_id: MatchId,
        answer_by: Timestamp,
    },
    /// To both: what happens now at the centre.
    MatchAgreed { title: String, match_id: MatchId },
    /// To both: the centre can't complete the match as it is. `reason` is what the coordinator wrote.
    MatchReturned {
        title: String,
        match_id: MatchId,
        reason: String,
    },
    /// To both: the centre has ended the match. `reason` is what the coordinator wrote.
    MatchCalledOff {
        title: String,
        match_id: MatchId,
        reason: String,
    },
    /// To both: completed, registrations are being checked.
    MatchCompleted {
        title: String,
        match_id: MatchId,
        starts_on: Date,
    },
    /// To the other applicants: let to somebody else.
    MatchClosed { title: String },
    /// To both, once for each registration: its number and certificate. `certificate` is the code in its address.
    RegistrationFinalised {
        kind: RegistrationKind,
        number: String,
        certificate: String,
    },
    /// To the coordinator who finalised it: the authority sent it back. `registration` is that of the house, on whose page
    /// both kinds stand; `reason` is what the reviewer wrote.
    RegistrationReturned {
        kind: RegistrationKind,
        number: String,
        registration: RegistrationId,
        reason: String,
    },
    /// To the landlord: online.
    ListingPublished { title: String, listing_id: ListingId },
    /// To the landlord: to be changed. `reason` is what the coordinator wrote.
    ListingReturned {
        title: String,
        listing_id: ListingId,
        reason: String,
    },
    /// To who keeps a search: what it found. `search` is its name, `query` leads to it, `unsubscribe` is the token that
    /// stops these mails.
    SearchAlert {
        search: String,
        query: String,
        listings: Vec<AlertedListing>,
        /// How many more there are than named.
        more: usize,
        unsubscribe: String,
    },
    /// To the landlord: is it still to let? Without an answer it goes offline. `rent` in yuan a month; `token` answers
    /// without logging in.
    ListingReminder {
        title: String,
        rent: u32,
        listing_id: ListingId,
        ends_on: Date,
        token: String,
    },
    /// To the landlord: offline, as it was not confirmed. `token` brings it back.
    ListingExpired {
        title: String,
        listing_id: ListingId,
        token: String,
    },
    /// To who keeps listings: what is new. `token` stops these mails.
    FavouriteNews {
        /// Of the first one.
        title: String,
        news: Vec<ListingNews>,
        account_id: AccountId,
        token: String,
    },
}

/// A line of [`Letter::SearchAlert`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AlertedListing {
    pub listing_id: ListingId,
    pub title: String,
    pub place: String,
    pub rent_yuan: Yuan,
}

/// What is new about a listing that somebody keeps.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ListingNews {
    pub title: String,
    /// How it stands now, if that is new.
    pub standing: Option<Standing>,
    /// In yuan a month, if it is another now.
    pub rent_before: Option<u32>,
    pub rent: u32,
}

/// A notice in the database that this version of the program can't write out.
#[derive(Debug, thiserror::Error)]
#[error("no letter {template:?} with these parameters")]
pub struct UnknownLetter {
    pub template: String,
    source: serde_json::Error,
}

impl Letter {
    /// The columns `template` and `params` of a notice.
    pub fn to_columns(&self) -> (String, Value) {
        let value = serde_json::to_value(self).expect("a letter holds only texts, numbers and dates");
        let template = value["template"].as_str().unwrap_or_default().to_owned();
        (template, value["params"].clone())
    }

    pub fn from_columns(template: &str, params: Value) -> Result<Self, UnknownLetter> {
        serde_json::from_value(serde_json::json!({ "template": template, "params": params })).map_err(|source| {
            UnknownLetter {
                template: template.to_owned(),
                source,
            }
        })
    }

    /// Whether it holds a token that lets its reader do something. The notice forgets its parameters once it is sent.
    pub fn holds_secret(&self) -> bool {
        matches!(
            self,
            Self::VerifyEmail { .. }
                | Self::ResetPassword { .. }
                | Self::StaffInvited { .. }
                | Self::SearchAlert { .. }
                | Self::ListingReminder { .. }
                | Self::ListingExpired { .. }
                | Self::FavouriteNews { .. }
        )
    }

    /// Where these mails are stopped, for mails that nobody has to get: a path of the site that takes a POST without any
    /// field (RFC 8058).
    pub fn unsubscribe_path(&self) -> Option<String> {
        match self {
            Self::SearchAlert { unsubscribe, .. } => Some(format!("/unsubscribe/{unsubscribe}")),
            Self::FavouriteNews { account_id, token, .. } => {
                Some(format!("/unsubscribe/favourites/{account_id}/{token}"))
            }
            _ => None,
        }
    }

    /// Every kind of news.
    #[cfg(any(test, feature = "test-support"))]
    fn sample_news() -> Vec<ListingNews> {
        let news = |title: &str, standing, rent_before| ListingNews {
            title: title.to_owned(),
            standing,
            rent_before,
            rent: 1350,
        };
        vec![
            news("列东 <沪明> 小区 & 一室一厅", None, Some(1500)),
            news("江滨新村朝南两室", Some(Standing::Let), None),
            news("桂花新苑单间", Some(Standing::Offline), None),
            news("列西一室", Some(Standing::Online), None),
            news("白沙两室", Some(Standing::Online), Some(1200)),
        ]
    }

    /// One of each, for tests that must see them all.
    #[cfg(any(test, feature = "test-support"))]
    pub fn samples() -> Vec<Self> {
        use uuid::Uuid;
        let title = || "列东 <沪明> 小区 & 一室一厅".to_owned();
        let viewing_id = ViewingId::from(Uuid::from_u128(1));
        let match_id = MatchId::from(Uuid::from_u128(2));
        let listing_id = ListingId::from(Uuid::from_u128(3));
        let token = || "q".repeat(43);
        let at: Timestamp = "2026-11-28T06:30:00Z".parse().expect("a valid time");
        let later: Timestamp = "2026-11-29T01:00:00Z".parse().expect("a valid time");
        vec![
            Self::VerifyEmail {
                token: token(),
                hours: 48,
            },
            Self::ResetPassword {
                token: token(),
                hours: 1,
            },
            Self::StaffInvited {
                token: token(),
                hours: 72,
            },
            Self::DutyGranted {
                role: Role::Reviewer,
                area: Some("三元区 列东街道".to_owned()),
                from: jiff::civil::date(2026, 12, 1),
                until: None,
            },
            Self::DutyGranted {
                role: Role::Administrator,
                area: None,
                from: jiff::civil::date(2026, 12, 1),
                until: Some(jiff::civil::date(2027, 11, 30)),
            },
            Self::PasswordChanged { at },
            Self::ViewingAsked {
                title: title(),
                viewing_id,
            },
            Self::ViewingOffered {
                title: title(),
                viewing_id,
                slots: vec![at, later],
            },
            Self::ViewingBooked {
                title: title(),
                viewing_id,
                at,
                address: "三元区列东街 12 号 3 幢 501".to_owned(),
            },
            Self::ViewingDeclined { title: title() },
            Self::ViewingCancelled {
                title: title(),
                viewing_id,
            },
            Self::ViewingHomeLet { title: title() },
            Self::ApplicationReceived {
                title: title(),
                match_id,
                answer_by: at,
            },
            Self::ApplicationAccepted {
                title: title(),
                match_id,
                answer_by: at,
            },
            Self::ApplicationDeclined { title: title() },
            Self::ApplicationWithdrawn {
                title: title(),
                match_id,
            },
            Self::TermsReady {
                title: title(),
                match_id,
                answer_by: at,
            },
            Self::MatchAgreed {
                title: title(),
                match_id,
            },
            Self::MatchReturned {
                title: title(),
                match_id,
                reason: "请补充押金的退还条件。".to_owned(),
            },
            Self::MatchCalledOff {
                title: title(),
                match_id,
                reason: "房屋的产权还有争议。".to_owned(),
            },
            Self::MatchCompleted {
                title: title(),
                match_id,
                starts_on: jiff::civil::date(2026, 12, 1),
            },
            Self::MatchClosed { title: title() },
            Self::RegistrationReturned {
                kind: RegistrationKind::House,
                number: "F-350404-2026-000123".to_owned(),
                registration: "01890000-0000-7000-8000-000000000009".parse().expect("an id"),
                reason: "产权证号与原件不符。".to_owned(),
            },
            Self::RegistrationFinalised {
                kind: RegistrationKind::House,
                number: "F-350404-2026-000123".to_owned(),
                certificate: "8K3MPQ7T".to_owned(),
            },
            Self::RegistrationFinalised {
                kind: RegistrationKind::Residence,
                number: "R-350404-2026-000124".to_owned(),
                certificate: "9K3MPQ7T".to_owned(),
            },
            Self::ListingPublished {
                title: title(),
                listing_id,
            },
            Self::ListingReturned {
                title: title(),
                listing_id,
                reason: "第二张照片看不清。\n请补拍厨房。".to_owned(),
            },
            Self::SearchAlert {
                search: "列东 · 2室 <安静>".to_owned(),
                query: "q=%E5%88%97%E4%B8%9C".to_owned(),
                listings: vec![
                    AlertedListing {
                        listing_id,
                        title: title(),
                        place: "列东街道 · 江滨新村".to_owned(),
                        rent_yuan: Yuan::try_from(1350).expect("a rent"),
                    },
                    AlertedListing {
                        listing_id: ListingId::from(Uuid::from_u128(4)),
                        title: "朝南单间".to_owned(),
                        place: "列西街道".to_owned(),
                        rent_yuan: Yuan::try_from(680).expect("a rent"),
                    },
                ],
                more: 3,
                unsubscribe: "0".repeat(64),
            },
            Self::ListingReminder {
                title: title(),
                rent: 1350,
                listing_id,
                ends_on: jiff::civil::date(2026, 12, 8),
                token: token(),
            },
            Self::ListingExpired {
                title: title(),
                listing_id,
                token: token(),
            },
            Self::FavouriteNews {
                title: title(),
                news: Self::sample_news(),
                account_id: AccountId::from(Uuid::from_u128(4)),
                token: token(),
            },
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_hold_a_letter_whole() {
        for letter in Letter::samples() {
            let (template, params) = letter.to_columns();
            assert_eq!(Letter::from_columns(&template, params).unwrap(), letter);
        }
    }

    #[test]
    fn an_unknown_letter_is_an_error_that_names_it() {
        let error = Letter::from_columns("birthday", serde_json::json!({})).unwrap_err();
        assert_eq!(error.to_string(), r#"no letter "birthday" with these parameters"#);
        assert!(
            Letter::from_columns("match-closed", serde_json::json!({})).is_err(),
            "a parameter is missing"
        );
    }
}
