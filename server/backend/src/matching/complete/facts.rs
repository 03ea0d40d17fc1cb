//! Reads everything that a completion rests on.

use super::{CompletionView, OccupantLine, rivals};
use crate::{
    Backend, Error, entity,
    house::House,
    person::{self, Known},
    registration,
};
use domain::{
    id::{AccountId, MatchId, OccupantId},
    matching::{
        Agreed, Checklist, Contract, Facts, HouseFacts, MatchStatus, OccupantFacts, PersonFacts, Relation, Terms,
    },
    measure::SquareMetres,
    parameter::Parameters,
    space::LettingMode,
    time::parse_date,
};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder};
use std::collections::{HashMap, HashSet};
use uuid::Uuid;

/// The match and all around it, as it stands in the database.
pub(super) struct Loaded {
    pub row: entity::matching::Model,
    pub house: House,
    pub listing: entity::listing::Model,
    pub occupants: Vec<entity::occupant::Model>,
    pub landlord: entity::account::Model,
    pub tenant: entity::account::Model,
    /// The landlord as the contract names them.
    pub landlord_known: Option<Known>,
    /// Whether the landlord has said something else since.
    landlord_changed: bool,
    /// The landlord and those who move in, as known by their documents.
    pub known: HashMap<Uuid, Known>,
    pub contract: Option<Contract>,
    parameters: Parameters,
    /// Spaces of the door that are in an open registration.
    taken: HashSet<i32>,
    /// Another record of the door is in an open registration.
    held_elsewhere: bool,
    /// Who the landlord and those of the household are by now.
    persons: HashMap<Uuid, Uuid>,
    /// Those of them who are in an open residence registration.
    registered: HashSet<Uuid>,
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
        let house_id = house.id;
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
        let versions = occupants.iter().filter_map(|row| row.version_id);
        let known = person::known_all(backend, db, versions.chain(row.landlord_version_id)).await?;
        let landlord_known = row
            .landlord_version_id
            .map(|version| known.get(&version).cloned().ok_or_else(|| gone("landlord_version_id")))
            .transpose()?;
        let newest = person::own(db, row.landlord_id.into()).await?;
        let contract = match &row.terms {
            Some(json) => Some(serde_json::from_str(json).map_err(|_| gone("terms"))?),
            None => None,
        };
        let claims = claims(db, house.door.into()).await?;
        let of_household: Vec<Uuid> = occupants.iter().filter_map(|row| row.person_id).collect();
        let of_landlord = landlord_known.as_ref().map(|known| Uuid::from(known.person));
        let persons = person::current_all(db, of_household.iter().copied().chain(of_landlord)).await?;
        let household = of_household.iter().filter_map(|person| persons.get(person).copied());
        let registered = registered(db, household).await?;
        Ok(Self {
            row,
            house,
            listing,
            occupants,
            landlord,
            tenant,
            landlord_changed: newest
                .is_some_and(|newest| landlord_known.as_ref().is_some_and(|known| known.id != newest.id)),
            landlord_known,
            known,
            contract,
            parameters,
            held_elsewhere: claims.iter().any(|claim| claim.house_id != Uuid::from(house_id)),
            taken: claims.into_iter().map(|claim| claim.space_no).collect(),
            persons,
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
        let known = self.known_of(row);
        let details = match (known, known.and_then(|known| known.born_on), &row.arrives_on) {
            (Some(known), Some(born_on), Some(arrives_on)) => Some(PersonFacts {
                born_on,
                holder: known.holder(),
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
            registered_elsewhere: self
                .person_of(row)
                .is_some_and(|person| self.registered.contains(&person)),
        })
    }

    /// Who an occupant is by now.
    pub fn person_of(&self, row: &entity::occupant::Model) -> Option<Uuid> {
        self.persons.get(&row.person_id?).copied()
    }

    pub fn known_of(&self, row: &entity::occupant::Model) -> Option<&Known> {
        row.version_id.and_then(|version| self.known.get(&version))
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
                held_elsewhere: self.held_elsewhere,
            },
            landlord_identified: self.landlord_known.is_some(),
            landlord_changed: self.landlord_changed,
            one_person: self.one_person(),
            same_hash: self.same_hash(),
            checklist,
            parameters: self.parameters.clone(),
        }
    }

    /// Whether the tenant is the landlord, by the same document or by records that were made one.
    fn one_person(&self) -> bool {
        let tenant = self
            .occupants
            .iter()
            .find(|row| row.relation == Relation::Tenant.code());
        let landlord = self.landlord_known.as_ref();
        let landlord = landlord.and_then(|known| self.persons.get(&known.person.into()).copied());
        landlord.is_some() && tenant.and_then(|row| self.person_of(row)) == landlord
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
                .landlord_known
                .as_ref()
                .map_or(&self.landlord.name, |known| &known.name)
                .clone(),
            tenant: self.tenant.name.clone(),
            terms: self.terms().cloned(),
            terms_hash: self.row.terms_hash.clone(),
            occupants: self.occupants.iter().map(|row| line(row, self.known_of(row))).collect(),
            findings,
            residences: self.occupants.len() - local,
            exempt: local,
            first_visit_on,
            other_applicants: entity::matching::Entity::find()
                .filter(rivals::of(&self.row))
                .count(db)
                .await?,
            house_registration: registration::of_match(db, self.row.id).await?.map(|row| row.id.into()),
        })
    }
}

fn line(row: &entity::occupant::Model, known: Option<&Known>) -> OccupantLine {
    OccupantLine {
        name: row.name.clone(),
        relation: row.relation.clone(),
        minor: row.minor,
        document_kind: known.map(|known| known.document.kind().code().to_owned()),
        document_masked: known.map(|known| known.document.masked()),
        local: row.local,
        arrives_on: row.arrives_on.clone(),
    }
}

async fn account(db: &impl ConnectionTrait, id: Uuid) -> Result<Option<entity::account::Model>, Error> {
    Ok(entity::account::Entity::find_by_id(AccountId::from(id)).one(db).await?)
}

async fn claims(db: &impl ConnectionTrait, door: Uuid) -> Result<Vec<entity::occupied_space::Model>, Error> {
    let rows = entity::occupied_space::Entity::find()
        .filter(entity::occupied_space::Column::DoorId.eq(door))
        .all(db)
        .await?;
    Ok(rows)
}

async fn registered(
    db: &impl ConnectionTrait,
    persons: impl IntoIterator<Item = Uuid>,
) -> Result<HashSet<Uuid>, Error> {
    use entity::active_residence::{Column, Entity};
    let rows = Entity::find().filter(Column::PersonId.is_in(persons)).all(db).await?;
    Ok(rows.into_iter().map(|row| row.person_id).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        both,
        matching::{
            complete::{CompleteError, complete},
            fixture::{self, agreed_match},
        },
    };
    use domain::matching::FindingCode;
    use sea_orm::sea_query::Expr;

    const SEEN: Checklist = Checklist {
        landlord_document_seen: true,
        title_seen: true,
        occupant_documents_seen: true,
    };

    both! {
        async fn landlord_and_tenant_of_one_document_stop_the_completion(bench: &Bench) {
            let fixture = agreed_match(bench).await;
            let db = bench.backend.database().writer();
            let tenant = entity::occupant::Entity::find()
                .filter(entity::occupant::Column::MatchId.eq(Uuid::from(fixture.match_id)))
                .filter(entity::occupant::Column::Relation.eq("self"))
                .one(db)
                .await
                .unwrap()
                .unwrap();
            entity::matching::Entity::update_many()
                .col_expr(entity::matching::Column::LandlordVersionId, Expr::value(tenant.version_id))
                .filter(entity::matching::Column::Id.eq(Uuid::from(fixture.match_id)))
                .exec(db)
                .await
                .unwrap();
            let refused = complete(&bench.backend, &fixture.coordinator, fixture.match_id, SEEN).await.unwrap_err();
            let CompleteError::Refused(findings) = refused else { panic!("{refused:?}") };
            assert_eq!(findings.iter().map(|finding| finding.code).collect::<Vec<_>>(), [FindingCode::TwoPeople]);
        }

        async fn landlord_and_tenant_whose_records_became_one_stop_the_completion(bench: &Bench) {
            let fixture = agreed_match(bench).await;
            let db = bench.backend.database().writer();
            let match_ = entity::matching::Entity::find_by_id(fixture.match_id).one(db).await.unwrap().unwrap();
            let landlord = entity::person_version::Entity::find_by_id(match_.landlord_version_id.unwrap());
            let landlord = landlord.one(db).await.unwrap().unwrap().person_id;
            let tenant = fixture::tenants_record(bench, &fixture).await;
            entity::person::Entity::update_many()
                .col_expr(entity::person::Column::Merged, Expr::value(true))
                .col_expr(entity::person::Column::MergedInto, Expr::value(landlord))
                .filter(entity::person::Column::Id.eq(Uuid::from(tenant)))
                .exec(db)
                .await
                .unwrap();
            let refused = complete(&bench.backend, &fixture.coordinator, fixture.match_id, SEEN).await.unwrap_err();
            let CompleteError::Refused(findings) = refused else { panic!("{refused:?}") };
            assert_eq!(findings.iter().map(|finding| finding.code).collect::<Vec<_>>(), [FindingCode::TwoPeople]);
        }
    }
}
