//! `xinju account`.

use std::io::{BufRead as _, IsTerminal as _};

use backend::access::NewDuty;
use backend::account::{CreateError, NewAccount};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::access::{By, Role};
use domain::area::AreaCode;
use domain::contact::{Email, Password, PersonName};
use domain::form::Code;
use domain::lang::Lang;
use jiff::civil::Date;
use rand::Rng as _;

use super::Outcome;
use crate::settings::Settings;

#[derive(Debug, clap::Subcommand)]
pub enum Command {
    /// Create an account, above all for staff; its address counts as verified
    Create(Create),
}

#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
    xinju account create --email li@example.cn --name 李敏 --role coordinator --area 350404\n  \
    echo 'a long password' | xinju account create --email wang@example.cn --name 王强 --role administrator --password-stdin\n\n\
    Without --password-stdin a password is made and printed once.")]
pub struct Create {
    /// The address to log in with
    #[arg(long)]
    email: String,
    /// The person's name
    #[arg(long)]
    name: String,
    /// coordinator, reviewer or administrator; a citizen's without it
    #[arg(long, value_parser = parse_role)]
    role: Option<Role>,
    /// An area where a coordinator or reviewer works, by its code (350404, or 12 digits for a community); may be repeated
    #[arg(long = "area", value_name = "CODE")]
    areas: Vec<String>,
    /// The language of mails
    #[arg(long, value_name = "zh|en", default_value = "zh", value_parser = parse_lang)]
    lang: Lang,
    /// Read the password from the first line of standard input
    #[arg(long)]
    password_stdin: bool,
}

pub async fn run(settings: &Settings, command: Command) -> Outcome {
    let Command::Create(options) = command;
    let email = Email::parse(&options.email).map_err(|code| refused("--email", &code))?;
    let name = PersonName::parse(&options.name).map_err(|code| refused("--name", &code))?;
    let areas = options
        .areas
        .iter()
        .map(|area| AreaCode::parse(area).map_err(|code| refused("--area", &code)))
        .collect::<Result<Vec<_>, _>>()?;
    if options.role.is_some_and(Role::needs_area) && areas.is_empty() {
        return Err("a coordinator or reviewer works in areas: add --area, such as --area 350404".into());
    }
    let (typed, generated) = if options.password_stdin {
        (read_password()?, false)
    } else {
        (make_password(), true)
    };
    let password = Password::parse(&typed, Some(&email)).map_err(|code| refused("the password", &code))?;

    let backend = super::open(settings).await?;
    let new = NewAccount {
        email,
        password,
        name,
        lang: options.lang,
    };
    let duties = options.role.map(|role| duties(role, &areas, backend.today()));
    match backend::account::create(&backend, By::Program, new, &duties.unwrap_or_default()).await {
        Ok(id) => println!("created account {id}"),
        Err(CreateError::EmailTaken) => return Err("there is an account with this address already".into()),
        Err(CreateError::Refused(error)) => return Err(error.into()),
        Err(CreateError::Backend(error)) => return Err(error.into()),
    }
    if generated {
        println!("password: {typed}\nIt is shown only now. The person should change it after the first log-in.");
    }
    Ok(())
}

/// One for each area, from today until it is ended.
fn duties(role: Role, areas: &[AreaCode], from: Date) -> Vec<NewDuty> {
    let duty = |area| NewDuty {
        role,
        area,
        organisation: None,
        from,
        until: None,
    };
    if role.needs_area() {
        areas.iter().map(|area| duty(Some(*area))).collect()
    } else {
        vec![duty(None)]
    }
}

fn parse_role(text: &str) -> Result<Role, String> {
    text.parse()
        .map_err(|_| "not one of coordinator, reviewer, administrator".to_owned())
}

fn parse_lang(text: &str) -> Result<Lang, String> {
    Lang::parse(text).ok_or_else(|| "not one of zh, en".to_owned())
}

fn read_password() -> Result<String, String> {
    if std::io::stdin().is_terminal() {
        eprintln!("Type the password and press Enter (it is shown while you type):");
    }
    let mut line = String::new();
    std::io::stdin()
        .lock()
        .read_line(&mut line)
        .map_err(|error| format!("no password on standard input: {error}"))?;
    Ok(line.trim_end_matches(['\r', '\n']).to_owned())
}

/// 96 bits in 16 characters.
fn make_password() -> String {
    let mut bytes = [0; 12];
    rand::rng().fill_bytes(&mut bytes);
    URL_SAFE_NO_PAD.encode(bytes)
}

/// Error codes have no texts here: those belong to the site.
fn refused(what: &str, code: &Code) -> String {
    format!("{what} can't be taken: {}", code.code)
}
