//! `xinju seed`.

use backend::Backend;
use backend::clock::Clock;
use backend::config::Config;
use backend::crypto::Keys;
use demo::{PASSWORD, PEOPLE};

use super::Outcome;
use crate::settings::Settings;

#[derive(Debug, clap::Args)]
#[command(
    after_help = "Houses, listings with drawn photos, viewings, matches in every state, and invented people to log in as.\n\
    Their password is the same and public, so a site that others can reach is refused without --i-know.\n\n\
    Examples:\n  \
    xinju seed              fills a fresh installation\n  \
    xinju seed --if-new     does nothing where there are accounts or listings"
)]
pub struct Options {
    /// Do nothing when there are accounts or listings already
    #[arg(long)]
    if_new: bool,
    /// Seed although the site can be reached by others, or mails leave through a mail server
    #[arg(long)]
    i_know: bool,
}

pub async fn run(settings: &Settings, options: Options) -> Outcome {
    let backend = super::open(settings).await?;
    if options.if_new && !demo::is_new(&backend).await? {
        println!("there is data already: nothing to do");
        return Ok(());
    }
    if !options.i_know
        && let Some(danger) = danger(backend.config())
    {
        return Err(format!("{danger}; demo accounts have a public password. If that is meant, add --i-know").into());
    }
    let backend = back_then(&backend).await?;
    let summary = demo::seed(&backend, |step| println!("{step} …")).await?;
    println!(
        "{} accounts, {} places, {} houses, {} listings with {} photos, {} viewings, {} matches\n",
        summary.accounts,
        summary.places,
        summary.houses,
        summary.listings,
        summary.photos,
        summary.viewings,
        summary.matches,
    );
    println!("Log in with the password {PASSWORD} as:");
    for person in &PEOPLE {
        println!("  {:<24} {}", person.email, person.about);
    }
    Ok(())
}

/// Why seeding would not stay among us.
fn danger(config: &Config) -> Option<&'static str> {
    if !config.base_url.is_loopback() {
        Some("the site's address (XINJU_BASE_URL) is not this machine alone")
    } else if config.mail.smtp_url.is_some() {
        Some("mails to invented people would leave through the mail server (XINJU_SMTP_URL)")
    } else {
        None
    }
}

/// The same installation with a clock that the demo moves from some weeks ago until now, so that its story has a past.
async fn back_then(backend: &Backend) -> Result<Backend, backend::Error> {
    let keys: Keys = backend.keys().clone();
    let clock = Clock::fixed(backend.now() - demo::SPAN);
    Backend::open(backend.config().clone(), keys, clock).await
}

#[cfg(test)]
mod tests {
    use super::*;
    use backend::config::{BaseUrl, Secret};

    #[test]
    fn only_a_site_of_ones_own_is_filled_with_public_passwords() {
        let mut config = Config::in_folder("/data");
        assert_eq!(danger(&config), None);
        config.mail.smtp_url = Some(Secret::new("smtp://localhost"));
        assert!(danger(&config).is_some());
        config.mail.smtp_url = None;
        config.base_url = BaseUrl::parse("https://zufang.example.cn").unwrap();
        assert!(danger(&config).is_some());
    }
}
