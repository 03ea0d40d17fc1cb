//! Who may have how many connections at a time: a cap for all, and one for each address, so that one machine can't take
//! every place.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

pub struct Places {
    all: Arc<Semaphore>,
    each: usize,
    taken: Arc<Mutex<HashMap<IpAddr, usize>>>,
}

/// A place among all. It is free again when this is dropped.
pub struct Place {
    _of_all: OwnedSemaphorePermit,
    address: Option<IpAddr>,
    taken: Arc<Mutex<HashMap<IpAddr, usize>>>,
}

impl Places {
    /// `each`: the cap for an address; 0 is none.
    pub fn new(all: usize, each: usize) -> Self {
        Self {
            all: Arc::new(Semaphore::new(all)),
            each,
            taken: Arc::default(),
        }
    }

    /// Waits for a place for whoever comes next.
    pub async fn next(&self) -> Place {
        let permit = Arc::clone(&self.all).acquire_owned().await;
        Place {
            _of_all: permit.expect("the semaphore is never closed"),
            address: None,
            taken: Arc::clone(&self.taken),
        }
    }

    /// Gives the place to an address; `None` when that has as many as it may have.
    pub fn give(&self, mut place: Place, to: IpAddr) -> Option<Place> {
        if self.each == 0 {
            return Some(place);
        }
        let address = who(to);
        let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        let count = taken.entry(address).or_default();
        if *count == self.each {
            return None;
        }
        *count += 1;
        place.address = Some(address);
        Some(place)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let Some(address) = self.address else { return };
        let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = taken.get_mut(&address) {
            *count -= 1;
            if *count == 0 {
                taken.remove(&address);
            }
        }
    }
}

/// A machine has an address of IPv4, or a network of 2^64 addresses of IPv6.
fn who(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => IpAddr::V6(Ipv6Addr::from_bits(address.to_bits() >> 64 << 64)),
        address => address,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn take(places: &Places, address: &str) -> Option<Place> {
        let place = places.next().await;
        places.give(place, address.parse().unwrap())
    }

    #[tokio::test]
    async fn an_address_has_its_own_cap_and_gets_its_places_back() {
        let places = Places::new(10, 2);
        let first = take(&places, "192.0.2.1").await;
        let second = take(&places, "::ffff:192.0.2.1").await;
        assert!(first.is_some() && second.is_some());
        assert!(take(&places, "192.0.2.1").await.is_none());
        assert!(take(&places, "192.0.2.2").await.is_some());
        drop(first);
        assert!(take(&places, "192.0.2.1").await.is_some());
        drop(second);
        assert!(
            places.taken.lock().unwrap().is_empty(),
            "nothing is kept of who is gone"
        );
        assert_eq!(places.all.available_permits(), 10);
    }

    #[tokio::test]
    async fn a_network_of_ipv6_is_one_address() {
        let places = Places::new(10, 1);
        let _one = take(&places, "2001:db8:1:2::1").await.unwrap();
        assert!(take(&places, "2001:db8:1:2:ffff::9").await.is_none());
        assert!(take(&places, "2001:db8:1:3::1").await.is_some());
    }

    #[tokio::test]
    async fn without_a_cap_for_each_one_address_may_have_all() {
        let places = Places::new(3, 0);
        let taken = [
            take(&places, "192.0.2.1").await,
            take(&places, "192.0.2.1").await,
            take(&places, "192.0.2.1").await,
        ];
        assert!(taken.iter().all(Option::is_some));
        assert_eq!(places.all.available_permits(), 0);
    }
}
