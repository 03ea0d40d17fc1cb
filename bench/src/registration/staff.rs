//! Those who work at the centre, with accounts of the real kind.

use anyhow::{Context, Result};
use backend::{
    Backend,
    access::NewDuty,
    account::{self, NewAccount},
};
use domain::{
    access::{Actor, By, Role},
    area::AreaCode,
    contact::{Email, Password, PersonName},
    form::Code,
    lang::Lang,
};
use jiff::civil::date;

pub const PASSWORD: &str = "sixteen at one door";

/// Somebody new with a duty in each of the roles for an area.
pub async fn entrusted(backend: &Backend, email: &str, roles: &[Role], area: &str) -> Result<Actor> {
    let refused = |code: Code| anyhow::anyhow!("{email}: {code}");
    let area = AreaCode::parse(area).map_err(|_| anyhow::anyhow!("no such area"))?;
    let duty = |role: &Role| NewDuty {
        role: *role,
        area: Some(area),
        organisation: None,
        from: date(2025, 1, 1),
        until: None,
    };
    let new = NewAccount {
        email: Email::parse(email).map_err(refused)?,
        password: Password::parse(PASSWORD, None).map_err(refused)?,
        name: PersonName::parse("李协管").map_err(refused)?,
        lang: Lang::Zh,
    };
    let duties: Vec<NewDuty> = roles.iter().map(duty).collect();
    let id = account::create(backend, By::Program, new, &duties).await?;
    account::actor(backend, id)
        .await?
        .context("an account that was just made")
}
