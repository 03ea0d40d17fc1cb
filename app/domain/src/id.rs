//! One type for each kind of id, so that a listing's can't be handed over for a match's.

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        #[serde(transparent)]
        pub struct $name(uuid::Uuid);

        impl $name {
            /// A new id (UUIDv7: ids made later sort later).
            #[cfg(not(target_arch = "wasm32"))]
            pub fn generate() -> Self {
                Self(uuid::Uuid::now_v7())
            }
        }

        impl From<uuid::Uuid> for $name {
            fn from(id: uuid::Uuid) -> Self {
                Self(id)
            }
        }

        impl From<$name> for uuid::Uuid {
            fn from(id: $name) -> Self {
                id.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self.0)
            }
        }

        impl std::str::FromStr for $name {
            type Err = uuid::Error;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }
    )*};
}

ids! {
    /// A person who can log in: citizen or staff.
    AccountId,
    /// A human being as documents show them; an account is not needed.
    PersonId,
    OrganisationId,
    DutyId,
    HouseId,
    ListingId,
    /// A file in the file store, whatever shows it.
    FileId,
    ViewingId,
    MatchId,
    /// A person who will live in the house of a match.
    OccupantId,
    LeaseId,
    /// Of either kind.
    RegistrationId,
    /// Somebody who lives in a house under a lease.
    ResidentId,
    PartyId,
    DoorId,
    CertificateId,
    VisitId,
    JobId,
    NoticeId,
    SavedSearchId,
    /// A place that people look for homes near.
    PlaceId,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_round_trips_through_text_uuid_and_json() {
        let id = ListingId::generate();
        assert_eq!(id.to_string().parse(), Ok(id));
        assert_eq!(ListingId::from(uuid::Uuid::from(id)), id);
        let json = serde_json::to_string(&id).unwrap();
        assert_eq!(json, format!("\"{id}\""));
        assert_eq!(serde_json::from_str::<ListingId>(&json).unwrap(), id);
        assert!("not an id".parse::<ListingId>().is_err());
    }

    #[test]
    fn later_ids_sort_later() {
        let ids: Vec<_> = (0..100).map(|_| MatchId::generate()).collect();
        assert!(ids.is_sorted());
    }
}
