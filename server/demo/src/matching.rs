//! People who apply: a match in each of its states.

mod cases;

use crate::{
    DemoError,
    account::People,
    home::Home,
    listing::Listings,
    people::{identity_number, person, phone},
    story::Story,
};
use backend::{
    Backend,
    matching::{self, Application},
    registration,
};
use cases::{CASES, Case, End};
use domain::{
    access::Actor,
    contact::PersonName,
    id::{ListingId, MatchId},
    matching::{Checklist, Details, Household, Terms, TypedDetails, TypedMember},
    time,
};

/// Tells all cases and says how many there were.
pub(crate) async fn tell(story: &Story<'_>, people: &People, listings: &Listings<'_>) -> Result<usize, DemoError> {
    for case in &CASES {
        story.until(case.hour);
        let (listing, home) = listings.of(case.home)?;
        let play = Play {
            story,
            case,
            listing,
            home,
            tenant: people.named(case.tenant)?,
            landlord: people.named(&home.landlord())?,
            coordinator: people.coordinator_of(&home.place()?)?,
        };
        play.run().await?;
    }
    matching::lapse_due(story.backend).await?;
    Ok(CASES.len())
}

/// A case with the people who act in it.
struct Play<'a> {
    story: &'a Story<'a>,
    case: &'a Case,
    listing: ListingId,
    home: &'a Home,
    tenant: &'a Actor,
    landlord: &'a Actor,
    coordinator: &'a Actor,
}

impl Play<'_> {
    async fn run(&self) -> Result<(), DemoError> {
        let backend = self.backend();
        let id = self.apply().await?;
        match self.case.end {
            End::Applied => return Ok(()),
            End::Declined(reason) => return Ok(matching::decline(backend, self.landlord, id, reason).await?),
            End::Withdrawn => return Ok(matching::withdraw(backend, self.tenant, id).await?),
            End::Accepted | End::Details | End::TenantConfirmed | End::Agreed | End::Completed | End::Finalised => {}
        }
        self.story.pause();
        matching::accept(backend, self.landlord, id).await?;
        if self.case.end >= End::Details {
            self.story.pause();
            self.give_details(id).await?;
        }
        if self.case.end >= End::TenantConfirmed {
            self.write_terms(id).await?;
            self.confirm(id, self.tenant).await?;
        }
        if self.case.end >= End::Agreed {
            self.confirm(id, self.landlord).await?;
        }
        if self.case.end >= End::Completed {
            self.story.pause();
            self.complete(id).await?;
        }
        Ok(())
    }

    fn backend(&self) -> &Backend {
        self.story.backend
    }

    async fn apply(&self) -> Result<MatchId, DemoError> {
        let case = self.case;
        let name =
            PersonName::parse(person(case.tenant)?.name).map_err(|_| DemoError::content("match", case.tenant))?;
        let others: Vec<_> = case
            .with
            .iter()
            .map(|member| TypedMember {
                name: member.name.to_owned(),
                relation: member.relation.to_owned(),
                minor: member.minor,
            })
            .collect();
        let household =
            Household::parse(name, &others).map_err(|errors| DemoError::refused("household", case.home, &errors))?;
        let application = Application {
            household,
            message: case.message.to_owned(),
        };
        Ok(matching::apply(self.backend(), self.tenant, self.listing, application).await?)
    }

    async fn give_details(&self, id: MatchId) -> Result<(), DemoError> {
        let tenant = person(self.case.tenant)?;
        let people = std::iter::once((tenant.born, tenant.sequence, false)).chain(
            self.case
                .with
                .iter()
                .map(|member| (member.born, member.sequence, member.minor)),
        );
        for (no, (birth, sequence, minor)) in (1..).zip(people) {
            let guardian = if minor { tenant.name } else { "" };
            let details = self.details(birth, sequence, guardian)?;
            matching::give_details(self.backend(), self.tenant, id, no, &details).await?;
        }
        Ok(())
    }

    /// `guardian`: of a minor, else empty.
    fn details(&self, birth: &str, sequence: u16, guardian: &str) -> Result<Details, DemoError> {
        let minor = !guardian.is_empty();
        let today = self.backend().today();
        let address = if self.case.local {
            "福建省三明市永安市燕西街道示范路1号"
        } else {
            "江西省赣州市示范县示范镇示范村"
        };
        let typed = TypedDetails {
            document_kind: "identity-card".to_owned(),
            document_number: identity_number(birth, sequence)?,
            phone: if minor { String::new() } else { phone(sequence) },
            local: if self.case.local { "yes" } else { "no" }.to_owned(),
            household_address: address.to_owned(),
            reason: if minor { "09" } else { "01" }.to_owned(),
            arrives_on: time::format_date(today),
            stay_months: "12".to_owned(),
            employer: if minor { "" } else { "三明示范机械有限公司" }.to_owned(),
            guardian: guardian.to_owned(),
            ..TypedDetails::default()
        };
        Details::parse(&typed, today).map_err(|errors| DemoError::refused("details", self.case.home, &errors))
    }

    /// What the form offers, with what only the landlord can say.
    async fn write_terms(&self, id: MatchId) -> Result<(), DemoError> {
        let backend = self.backend();
        let identity = person(&self.home.landlord())?.identity(backend.today())?;
        matching::give_identity(backend, self.landlord, id, &identity).await?;
        let mut typed = matching::prefill(backend, self.landlord, id)
            .await?
            .ok_or_else(|| DemoError::content("terms", self.case.home))?;
        typed.deposit_deductions = "拖欠的水电燃气费；人为损坏的家具家电按维修价扣除，正常磨损不扣。".to_owned();
        typed.handover = "大门钥匙两把、门禁卡两张；家具家电按现场清单；水表、电表、燃气表读数当场抄录。".to_owned();
        let terms = Terms::parse(&typed, backend.today())
            .map_err(|errors| DemoError::refused("terms", self.case.home, &errors))?;
        Ok(matching::write_terms(backend, self.landlord, id, terms).await?)
    }

    async fn confirm(&self, id: MatchId, party: &Actor) -> Result<(), DemoError> {
        self.story.pause();
        let view = matching::load(self.backend(), party, id).await?;
        let hash = view
            .and_then(|view| view.hash)
            .ok_or_else(|| DemoError::content("terms", self.case.home))?;
        Ok(matching::confirm(self.backend(), party, id, &hash).await?)
    }

    async fn complete(&self, id: MatchId) -> Result<(), DemoError> {
        let seen = Checklist {
            landlord_document_seen: true,
            title_seen: true,
            occupant_documents_seen: true,
        };
        let completed = matching::complete(self.backend(), self.coordinator, id, seen).await?;
        if self.case.end == End::Finalised {
            self.story.pause();
            registration::finalise(self.backend(), self.coordinator, completed.house_registration).await?;
        }
        Ok(())
    }
}
