//! Reads everything that a completion rests on.

use super::{CompletionView, OccupantLine};
use crate::{Backend, Error, crypto::Place, entity, house::House};
use domain::{
    document::{DocumentKind, DocumentNumber, Holder},
    id::{AccountId, HouseRegistrationId, MatchId, OccupantId},
    matching::{Agreed, Checklist, Contract, Facts, HouseFacts, MatchStatus, OccupantFacts, PersonFacts, Terms},
    measure::SquareMetres,
    parameter::Parameters,
    space::LettingMode,
    time::parse_date,
};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder};
use std::collections::HashSet;
use uuid::Uuid;

/// The match and all around it, as it stands in the database.
pub(super) struct Loaded {
    pub row: entity::matching::Model,
    pub house: House,
    pub listing: entity::listing::Model,
    pub occupants: Vec<entity::occupant::Model>,
    pub landlord: entity::account::Model,
    pub tenant: entity::account::Model,
    pub identity: Option<entity::identity::Model>,
    pub contract: Option<Contract>,
    parameters: Parameters,
    /// Spaces of the house that are in an open registration.
    taken: HashSet<i32>,
    /// Keyed hashes of the household's documents that are in an open residence registration.
    registered: HashSet<String>,
}

impl Loaded {
    pub async fn load(
        backend: &Backend,
        db: &impl ConnectionTrait,
        row: entity::matching::Model,
        parameters: Parameters,
    ) -> Result<Self, Error> {
        let gone = |column| Error::corrupt("matching", column, row.id);
        let house = crate::house::find(backend, db, row.house_id.into())
            .await?
            .ok_or_else(|| gone("house_id"))?;
        let listing = entity::listing::Entity::find_by_id(row.listing_id)
            .one(db)
            .await?
            .ok_or_else(|| gone("listing_id"))?;
        let occupants = entity::occupant::Entity::find()
            .filter(entity::occupant::Column::MatchId.eq(row.id))
            .order_by_asc(entity::occupant::Column::No)
            .all(db)
            .await?;
        let landlord = account(db, row.landlord_id).await?.ok_or_else(|| gone("landlord_id"))?;
        let tenant = account(db, row.tenant_id).await?.ok_or_else(|| gone("tenant_id"))?;
        let identity = entity::identity::Entity::find_by_id(row.landlord_id).one(db).await?;
        let contract = match &row.terms {
            Some(json) => Some(serde_json::from_str(json).map_err(|_| gone("terms"))?),
            None => None,
        };
        let taken = taken(db, row.house_id).await?;
        let registered = registered(db, &occupants).await?;
        Ok(Self {
            row,
            house,
            listing,
            occupants,
            landlord,
            tenant,
            identity,
            contract,
            parameters,
            taken,
            registered,
        })
    }

    pub fn status(&self) -> Result<MatchStatus, Error> {
        self.row
            .status
            .parse()
            .map_err(|_| Error::corrupt("matching", "status", self.row.id))
    }

    pub fn terms(&self) -> Option<&Terms> {
        self.contract.as_ref().map(|contract| &contract.terms)
    }

    /// `None` while there are no terms.
    pub fn agreed(&self) -> Result<Option<Agreed>, Error> {
        let Some(terms) = self.terms() else { return Ok(None) };
        let occupants = self
            .occupants
            .iter()
            .map(|row| self.occupant(row))
            .collect::<Result<_, _>>()?;
        Ok(Some(Agreed {
            terms: terms.clone(),
            occupants,
        }))
    }

    fn occupant(&self, row: &entity::occupant::Model) -> Result<OccupantFacts, Error> {
        let corrupt = |column| Error::corrupt("occupant", column, row.id);
        let details = match (&row.document_kind, &row.document_hash, &row.born_on, &row.arrives_on) {
            (Some(kind), Some(_), Some(born_on), Some(arrives_on)) => Some(PersonFacts {
                born_on: parse_date(born_on).map_err(|_| corrupt("born_on"))?,
                holder: holder(kind.parse().map_err(|_| corrupt("document_kind"))?),
                local: row.local,
                arrives_on: parse_date(arrives_on).map_err(|_| corrupt("arrives_on"))?,
                has_guardian: row.guardian.is_some(),
            }),
            _ => None,
        };
        Ok(OccupantFacts {
            id: OccupantId::from(row.id),
            name: row.name.clone(),
            details,
            registered_elsewhere: row
                .document_hash
                .as_ref()
                .is_some_and(|hash| self.registered.contains(hash)),
        })
    }

    pub fn facts(&self, checklist: Checklist) -> Facts {
        let mode = if self.row.space_no.is_some() {
            LettingMode::Shared
        } else {
            LettingMode::Whole
        };
        let occupied = match self.row.space_no {
            Some(no) => self.taken.contains(&no),
            None => !self.taken.is_empty(),
        };
        Facts {
            house: HouseFacts {
                mode,
                space_no: self.row.space_no,
                spaces: self.house.spaces.clone(),
                area: SquareMetres::from_hundredths(self.listing.area_x100).unwrap_or(self.house.area),
                verified: self.house.verified_at.is_some(),
                occupied,
            },
            landlord_identified: self.identity.is_some(),
            same_hash: self.same_hash(),
            checklist,
            parameters: self.parameters.clone(),
        }
    }

    /// Whether the contract on record is still the one that both sides confirmed, about this match and these people.
    fn same_hash(&self) -> bool {
        let (Some(json), Some(hash), Some(contract)) = (&self.row.terms, &self.row.terms_hash, &self.contract) else {
            return false;
        };
        let people = self.occupants.iter().map(|row| row.name.as_str());
        Contract::hash(json).as_str() == hash
            && contract.match_number == self.row.number
            && contract.space_no == self.row.space_no
            && contract.occupants.iter().map(String::as_str).eq(people)
    }

    pub async fn view(&self, backend: &Backend, db: &impl ConnectionTrait) -> Result<CompletionView, Error> {
        let ticked = Checklist {
            landlord_document_seen: true,
            title_seen: true,
            occupant_documents_seen: true,
        };
        let facts = self.facts(ticked);
        let agreed = self.agreed()?;
        let findings = agreed
            .as_ref()
            .map(|agreed| agreed.findings(&facts, backend.today()))
            .unwrap_or_default();
        let first_visit_on = agreed
            .and_then(|agreed| agreed.complete(&facts, backend.now()).ok())
            .map(|p| p.first_visit_on);
        let local = self.occupants.iter().filter(|row| row.local).count();
        Ok(CompletionView {
            id: MatchId::from(self.row.id),
            number: self.row.number.clone(),
            status: self.status()?,
            listing_title: self.listing.title.clone(),
            address: self.house.full_address(),
            landlord: self
                .identity
                .as_ref()
                .map_or(&self.landlord.name, |identity| &identity.real_name)
                .clone(),
            tenant: self.tenant.name.clone(),
            terms: self.terms().cloned(),
            terms_hash: self.row.terms_hash.clone(),
            occupants: self
                .occupants
                .iter()
                .map(|row| line(backend, row))
                .collect::<Result<_, _>>()?,
            findings,
            residences: self.occupants.len() - local,
            exempt: local,
            first_visit_on,
            other_applicants: super::write::rivals(self).count(db).await?,
            house_registration: registration_of(db, self.row.id).await?,
        })
    }
}

fn holder(kind: DocumentKind) -> Holder {
    match kind {
        DocumentKind::IdentityCard => Holder::Mainland,
        DocumentKind::HongKongMacauPass | DocumentKind::HmtResidencePermit => Holder::HongKongOrMacau,
        DocumentKind::TaiwanPass => Holder::Taiwan,
        DocumentKind::ForeignPermanentResident | DocumentKind::Passport => Holder::Foreign,
    }
}

fn line(backend: &Backend, row: &entity::occupant::Model) -> Result<OccupantLine, Error> {
    let document_masked = match &row.document_sealed {
        Some(sealed) => {
            let canonical = backend
                .keys()
                .open(Place::new("occupant", "document_sealed", row.id), sealed)?;
            let number = DocumentNumber::from_canonical(&canonical)
                .map_err(|_| Error::corrupt("occupant", "document_sealed", row.id))?;
            Some(number.masked())
        }
        None => None,
    };
    Ok(OccupantLine {
        name: row.name.clone(),
        relation: row.relation.clone(),
        minor: row.minor,
        document_kind: row.document_kind.clone(),
        document_masked,
        local: row.local,
        arrives_on: row.arrives_on.clone(),
    })
}

async fn account(db: &impl ConnectionTrait, id: Uuid) -> Result<Option<entity::account::Model>, Error> {
    Ok(entity::account::Entity::find_by_id(AccountId::from(id)).one(db).await?)
}

async fn taken(db: &impl ConnectionTrait, house: Uuid) -> Result<HashSet<i32>, Error> {
    let rows = entity::occupied_space::Entity::find()
        .filter(entity::occupied_space::Column::HouseId.eq(house))
        .all(db)
        .await?;
    Ok(rows.into_iter().map(|row| row.space_no).collect())
}

async fn registered(
    db: &impl ConnectionTrait,
    occupants: &[entity::occupant::Model],
) -> Result<HashSet<String>, Error> {
    use entity::residence_registration::{Column, Entity};
    let hashes: Vec<_> = occupants.iter().filter_map(|row| row.document_hash.clone()).collect();
    if hashes.is_empty() {
        return Ok(HashSet::new());
    }
    let rows = Entity::find()
        .filter(Column::PersonHash.is_in(hashes))
        .filter(Column::Status.ne("ended"))
        .all(db)
        .await?;
    Ok(rows.into_iter().map(|row| row.person_hash).collect())
}

async fn registration_of(db: &impl ConnectionTrait, matching: Uuid) -> Result<Option<HouseRegistrationId>, Error> {
    let lease = entity::lease::Entity::find()
        .filter(entity::lease::Column::MatchId.eq(matching))
        .one(db)
        .await?;
    let Some(lease) = lease else { return Ok(None) };
    let registration = entity::house_registration::Entity::find()
        .filter(entity::house_registration::Column::LeaseId.eq(lease.id))
        .one(db)
        .await?;
    Ok(registration.map(|row| row.id.into()))
}
