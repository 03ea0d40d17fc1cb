//! People who come to look: a viewing in each of its states.

use crate::{DemoError, account::People, listing::Listings, story::Story};
use backend::viewing;
use domain::{time, viewing::ViewingWish};
use jiff::{SignedDuration, Timestamp, ToSpan};

/// How far a viewing got.
enum End {
    Asked,
    Offered,
    Booked,
    Declined(&'static str),
    Cancelled,
}

struct Visit {
    /// Hours after the beginning of the story.
    hour: i64,
    home: &'static str,
    tenant: &'static str,
    wished: &'static str,
    message: &'static str,
    end: End,
}

const VISITS: [Visit; 7] = [
    Visit {
        hour: 14 * 24 + 1,
        home: "liedong-family",
        tenant: "tenant4",
        wished: "周末白天",
        message: "我们一家三口，想看看车位和孩子的房间。",
        end: End::Declined("这周末家里有客人，车位也已经答应给邻居了，抱歉。"),
    },
    Visit {
        hour: 14 * 24 + 3,
        home: "xubi-studio",
        tenant: "tenant3",
        wished: "下班后六点半",
        message: "一个人住，想看一下采光。",
        end: End::Cancelled,
    },
    Visit {
        hour: 14 * 24 + 5,
        home: "liedong-river",
        tenant: "tenant",
        wished: "周六上午或周日下午",
        message: "您好，我在列东上班，想和爱人一起来看房。",
        end: End::Booked,
    },
    Visit {
        hour: 14 * 24 + 8,
        home: "chengguan-lift",
        tenant: "tenant2",
        wished: "工作日晚上",
        message: "想了解中央空调的电费大概多少。",
        end: End::Offered,
    },
    Visit {
        hour: 14 * 24 + 11,
        home: "shaxian-jinsha",
        tenant: "tenant6",
        wished: "下周二下午",
        message: "从三明北站过来，希望安排在两点以后。",
        end: End::Booked,
    },
    Visit {
        hour: 14 * 24 + 14,
        home: "liedong-old",
        tenant: "tenant7",
        wished: "随时",
        message: "请问空调可以先装上吗？",
        end: End::Asked,
    },
    Visit {
        hour: 14 * 24 + 18,
        home: "yongan-yan",
        tenant: "tenant",
        wished: "下个周末",
        message: "公司要调我去永安，想先看看房子。",
        end: End::Asked,
    },
];

/// Tells all visits and says how many there were.
pub(crate) async fn tell(story: &Story<'_>, people: &People, listings: &Listings<'_>) -> Result<usize, DemoError> {
    for visit in &VISITS {
        story.until(visit.hour);
        play(story, people, listings, visit).await?;
    }
    Ok(VISITS.len())
}

async fn play(story: &Story<'_>, people: &People, listings: &Listings<'_>, visit: &Visit) -> Result<(), DemoError> {
    let backend = story.backend;
    let (listing, home) = listings.of(visit.home)?;
    let tenant = people.named(visit.tenant)?;
    let landlord = people.named(&home.landlord())?;
    let wish = ViewingWish::parse(visit.message, visit.wished)
        .map_err(|errors| DemoError::refused("viewing", visit.home, &errors))?;
    let id = viewing::ask(backend, tenant, listing, wish).await?;
    match visit.end {
        End::Asked => return Ok(()),
        End::Declined(reply) => {
            viewing::decline(backend, landlord, id, reply.to_owned()).await?;
            return Ok(());
        }
        End::Offered | End::Booked | End::Cancelled => {}
    }
    let reply = "这几个时间我都在，到了楼下打电话给我。";
    let [first, second, third] = slots(story)?;
    viewing::offer(backend, landlord, id, vec![first, second, third], reply.to_owned()).await?;
    match visit.end {
        End::Booked => viewing::choose(backend, tenant, id, second).await?,
        End::Cancelled => viewing::cancel(backend, tenant, id).await?,
        End::Asked | End::Offered | End::Declined(_) => {}
    }
    Ok(())
}

/// Times after the end of the story, so that whoever looks at the demo finds them ahead.
fn slots(story: &Story<'_>) -> Result<[Timestamp; 3], DemoError> {
    let slot = |days: i64, hour| -> Result<Timestamp, DemoError> {
        let day = story.last_day().saturating_add(days.days());
        let morning = time::start_of_day(day).ok_or_else(|| DemoError::content("viewing", day))?;
        Ok(morning + SignedDuration::from_hours(hour))
    };
    Ok([slot(2, 10)?, slot(3, 15)?, slot(4, 19)?])
}
