//! How a mail leaves: by SMTP, or as a file that a developer looks at.

use std::io;
use std::path::PathBuf;
use std::time::Duration;

use lettre::address::AddressError;
use lettre::message::header::{Header, HeaderName, HeaderValue};
use lettre::message::{Mailbox, MultiPart};
use lettre::transport::smtp;
use lettre::{AsyncSmtpTransport, AsyncTransport as _, Message, Tokio1Executor};
use tokio::fs;
use uuid::Uuid;

use super::Rendered;
use crate::config::{Config, Secret};

/// A mail server that does not answer within this time is asked again later.
const SMTP_TIMEOUT: Duration = Duration::from_secs(30);

/// Sends mails from the centre's address. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Mailer {
    transport: Transport,
    from: Mailbox,
    /// The part of a Message-ID behind the `@`.
    domain: String,
}

#[derive(Clone)]
enum Transport {
    Smtp(AsyncSmtpTransport<Tokio1Executor>),
    Files(PathBuf),
}

impl std::fmt::Debug for Transport {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Smtp(_) => f.write_str("Smtp"),
            Self::Files(folder) => f.debug_tuple("Files").field(folder).finish(),
        }
    }
}

/// Why a mail did not leave. No variant shows the receiver.
#[derive(Debug, thiserror::Error)]
pub enum MailError {
    #[error("the sender's address is not one")]
    From(#[source] AddressError),
    #[error("the receiver's address is not one")]
    To(#[source] AddressError),
    #[error("the mail can't be put together")]
    Compose(#[source] lettre::error::Error),
    /// The server's own words may quote the receiver, so only its status code is shown.
    #[error("the mail server {}", smtp_outcome(.0))]
    Smtp(smtp::Error),
    #[error("the mail can't be written to a file")]
    File(#[source] io::Error),
}

fn smtp_outcome(error: &smtp::Error) -> String {
    match error.status() {
        Some(code) => format!("answered {code}"),
        None if error.is_timeout() => "did not answer in time".to_owned(),
        None if error.is_tls() => "does not speak TLS as it should".to_owned(),
        None => "can't be reached or spoken to".to_owned(),
    }
}

/// What the server said; empty where it said nothing.
fn answer(error: &smtp::Error) -> String {
    std::error::Error::source(error)
        .map(ToString::to_string)
        .unwrap_or_default()
}

/// Whether an answer has a code of RFC 3463 by which the receiver's address is bad (5.1.1 to 5.1.3, 5.1.6, 5.1.10) or their
/// mailbox is closed (5.2.1).
fn refuses_receiver(answer: &str) -> bool {
    answer
        .split(|c: char| !(c.is_ascii_digit() || c == '.'))
        .map(|word| word.trim_end_matches('.'))
        .any(|word| matches!(word, "5.1.1" | "5.1.2" | "5.1.3" | "5.1.6" | "5.1.10" | "5.2.1"))
}

impl MailError {
    /// Whether another try can't help: the receiver's address is none, or the server says that there is nobody. Whatever
    /// else a server refuses "for good" (a log-in, the sender, the text) is mended by people, and the mail may go then.
    pub fn is_permanent(&self) -> bool {
        match self {
            Self::Smtp(error) => error.is_permanent() && refuses_receiver(&answer(error)),
            Self::To(_) | Self::Compose(_) => true,
            Self::From(_) | Self::File(_) => false,
        }
    }
}

impl Mailer {
    pub fn new(config: &Config) -> Result<Self, MailError> {
        let transport = match &config.mail.smtp_url {
            Some(url) => Transport::Smtp(smtp_transport(url)?),
            None => Transport::Files(config.mail_dir()),
        };
        Ok(Self {
            transport,
            from: config.mail.from.parse().map_err(MailError::From)?,
            domain: config.base_url.host().to_owned(),
        })
    }

    /// Sends `mail` to one receiver. The same `id` gives the same Message-ID (and the same file), so that a mail that
    /// is sent a second time after a crash is recognised as the same one.
    pub async fn send(&self, id: Uuid, to: &str, mail: &Rendered) -> Result<(), MailError> {
        let message = self.compose(id, to, mail)?;
        match &self.transport {
            Transport::Smtp(smtp) => smtp.send(message).await.map(|_| ()).map_err(MailError::Smtp),
            Transport::Files(folder) => {
                fs::create_dir_all(folder).await.map_err(MailError::File)?;
                let path = folder.join(format!("{id}.eml"));
                // Written aside and renamed: who reads the folder never sees half a mail.
                let partial = path.with_extension("part");
                fs::write(&partial, message.formatted())
                    .await
                    .map_err(MailError::File)?;
                fs::rename(&partial, &path).await.map_err(MailError::File)
            }
        }
    }

    /// Whether the mail server answers. Mails as files always "answer".
    pub async fn is_reachable(&self) -> Result<bool, MailError> {
        match &self.transport {
            Transport::Smtp(smtp) => smtp.test_connection().await.map_err(MailError::Smtp),
            Transport::Files(_) => Ok(true),
        }
    }

    fn compose(&self, id: Uuid, to: &str, mail: &Rendered) -> Result<Message, MailError> {
        let mut message = Message::builder()
            .from(self.from.clone())
            .to(Mailbox::new(None, to.parse().map_err(MailError::To)?))
            .subject(mail.subject.clone())
            .header(AutoSubmitted("auto-generated".to_owned()))
            .message_id(Some(format!("<{id}@{}>", self.domain)));
        if let Some(address) = &mail.unsubscribe {
            message = message
                .header(ListUnsubscribe(format!("<{address}>")))
                .header(ListUnsubscribePost("List-Unsubscribe=One-Click".to_owned()));
        }
        message
            .multipart(MultiPart::alternative_plain_html(mail.text.clone(), mail.html.clone()))
            .map_err(MailError::Compose)
    }
}

macro_rules! header {
    ($(#[$doc:meta])* $name:ident = $header:literal) => {
        $(#[$doc])*
        #[derive(Clone)]
        struct $name(String);

        impl Header for $name {
            fn name() -> HeaderName {
                HeaderName::new_from_ascii_str($header)
            }

            fn parse(text: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
                Ok(Self(text.to_owned()))
            }

            fn display(&self) -> HeaderValue {
                HeaderValue::new(Self::name(), self.0.clone())
            }
        }
    };
}

header! {
    /// So that no out-of-office answer comes back (RFC 3834).
    AutoSubmitted = "Auto-Submitted"
}
header! {
    /// Mail programs show a button for it (RFC 2369).
    ListUnsubscribe = "List-Unsubscribe"
}
header! {
    /// The button may work without opening a page (RFC 8058).
    ListUnsubscribePost = "List-Unsubscribe-Post"
}

/// Whether mails can be sent from this address, such as `新居 <xinju@example.cn>`.
pub fn is_sender(text: &str) -> bool {
    text.parse::<Mailbox>().is_ok()
}

fn smtp_transport(url: &Secret) -> Result<AsyncSmtpTransport<Tokio1Executor>, MailError> {
    let builder = AsyncSmtpTransport::<Tokio1Executor>::from_url(url.expose()).map_err(MailError::Smtp)?;
    Ok(builder.timeout(Some(SMTP_TIMEOUT)).build())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mail() -> Rendered {
        Rendered {
            subject: "看房时间已定".to_owned(),
            text: "您好".to_owned(),
            html: "<p>您好</p>".to_owned(),
            unsubscribe: None,
        }
    }

    #[test]
    fn only_a_refused_receiver_is_final() {
        for (answer, final_) in [
            ("5.1.1 <lin@example.cn>: user unknown", true),
            ("5.1.10 recipient not found", true),
            ("5.2.1 mailbox disabled", true),
            ("5.7.8 authentication failed", false),
            ("5.1.8 bad sender's address", false),
            ("5.7.1 sender refused", false),
            ("mail from 15.1.1.20 refused", false),
            ("", false),
        ] {
            assert_eq!(refuses_receiver(answer), final_, "{answer}");
        }
    }

    #[tokio::test]
    async fn the_same_notice_sent_twice_is_one_file() {
        let dir = tempfile::tempdir().unwrap();
        let config = Config::in_folder(dir.path());
        let mailer = Mailer::new(&config).unwrap();
        let id = Uuid::now_v7();
        mailer.send(id, "lin@example.cn", &mail()).await.unwrap();
        mailer.send(id, "lin@example.cn", &mail()).await.unwrap();
        let files: Vec<_> = std::fs::read_dir(config.mail_dir())
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .collect();
        assert_eq!(files, [config.mail_dir().join(format!("{id}.eml"))]);
        let text = std::fs::read_to_string(&files[0]).unwrap();
        assert!(text.contains(&format!("Message-ID: <{id}@127.0.0.1>")), "{text}");
        assert!(text.contains("To: lin@example.cn"), "{text}");
    }

    #[tokio::test]
    async fn a_mail_that_nobody_has_to_get_says_how_to_stop_it() {
        let dir = tempfile::tempdir().unwrap();
        let config = Config::in_folder(dir.path());
        let mailer = Mailer::new(&config).unwrap();
        let mut alert = mail();
        alert.unsubscribe = Some(format!("https://zufang.example.cn/unsubscribe/{}", "0".repeat(96)));
        for (id, mail) in [(Uuid::from_u128(1), alert), (Uuid::from_u128(2), mail())] {
            mailer.send(id, "lin@example.cn", &mail).await.unwrap();
        }
        let sent = |id: u128| {
            let path = config.mail_dir().join(format!("{}.eml", Uuid::from_u128(id)));
            std::fs::read_to_string(path).unwrap()
        };
        let (address, post) = (
            format!(
                "List-Unsubscribe: <https://zufang.example.cn/unsubscribe/{}>\r\n",
                "0".repeat(96)
            ),
            "List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n",
        );
        assert!(sent(1).contains(&address) && sent(1).contains(post), "{}", sent(1));
        assert!(!sent(2).contains("List-Unsubscribe"));
    }

    #[tokio::test]
    async fn no_out_of_office_answer_is_asked_for() {
        let dir = tempfile::tempdir().unwrap();
        let config = Config::in_folder(dir.path());
        let id = Uuid::now_v7();
        let mailer = Mailer::new(&config).unwrap();
        mailer.send(id, "lin@example.cn", &mail()).await.unwrap();
        let sent = std::fs::read_to_string(config.mail_dir().join(format!("{id}.eml"))).unwrap();
        assert_eq!(
            sent.matches("\r\nAuto-Submitted: auto-generated\r\n").count(),
            1,
            "{sent}"
        );
    }

    #[tokio::test]
    async fn an_address_that_is_none_is_refused_for_good() {
        let dir = tempfile::tempdir().unwrap();
        let mailer = Mailer::new(&Config::in_folder(dir.path())).unwrap();
        for to in ["", "nobody", "a@b.cn\r\nBcc: c@d.cn"] {
            let error = mailer.send(Uuid::now_v7(), to, &mail()).await.unwrap_err();
            assert!(
                matches!(error, MailError::To(_)) && error.is_permanent(),
                "{to:?}: {error:?}"
            );
        }
    }

    #[tokio::test]
    async fn a_mail_server_that_is_not_there_is_worth_another_try() {
        let dir = tempfile::tempdir().unwrap();
        let mut config = Config::in_folder(dir.path());
        // Port 1 of this machine: nobody listens there.
        config.mail.smtp_url = Some(Secret::new("smtp://127.0.0.1:1"));
        let mailer = Mailer::new(&config).unwrap();
        let error = mailer
            .send(Uuid::now_v7(), "lin@example.cn", &mail())
            .await
            .unwrap_err();
        assert!(
            matches!(error, MailError::Smtp(_)) && !error.is_permanent(),
            "{error:?}"
        );
    }
}
