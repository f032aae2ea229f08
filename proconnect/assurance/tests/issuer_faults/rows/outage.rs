//! The life of an application whose issuer has outages.

use crate::{
    answer::Answer,
    issuer::{Endpoint, Issuer},
    place::closed_port,
    row::Row,
    world::{SIGNED_IN, World},
};
use chrono::TimeDelta;
use proconnect::{Deadlines, testing::provider::FRESH};

pub fn rows() -> Vec<Row> {
    vec![boot(), stale_while_revalidate(), half_open()]
}

fn boot() -> Row {
    Row::new("boot", "The issuer is down when the application starts")
        .note("Known without a restart a second after it is back, to whoever logs in; the server asks every ten seconds")
        .case("down, then up", &["provider.unreachable", SIGNED_IN], async {
            let socket = closed_port();
            let address = socket.local_addr().unwrap();
            let domain = format!("http://{address}/api/v2");
            let elsewhere = Issuer::start().await;
            let mut world = World::at(elsewhere, Some(&domain), Deadlines::default());
            let mut verdicts = vec![world.log_in().await];
            assert!(world.relying_party.provider().known().is_none());
            let now = world.issuer.now();
            world.issuer = Issuer::listen(socket.listen(64).unwrap(), None);
            world.issuer.change(|script| script.now = now);
            world.wait(TimeDelta::seconds(1));
            verdicts.push(world.log_in().await);
            verdicts
        })
}

fn stale_while_revalidate() -> Row {
    Row::new("stale", "The metadata are old, and their renewal is slow")
        .note("The login that finds them old does not wait for the new ones")
        .case("a silent renewal", &[SIGNED_IN; 3], async {
            let world = World::new().await;
            let mut verdicts = vec![world.log_in().await];
            let silent = (Endpoint::Discovery, Answer::Silence);
            world.issuer.change(|script| script.faults.push(silent));
            world.wait(FRESH);
            // If the login waited for the renewal, it would be refused with a timeout.
            verdicts.push(world.log_in().await);
            verdicts.push(world.log_in().await);
            assert!(
                world.issuer.asked(Endpoint::Discovery) <= 2,
                "more than one renewal at a time"
            );
            verdicts
        })
}

fn half_open() -> Row {
    let code = "provider.unexpected_status";
    Row::new("half-open", "Many log in while the issuer is down")
        .note("A failure answers for a second; then one login tries, and the others go by what it finds")
        .case("100 logins in a second, and after it", &[code, code, SIGNED_IN], async {
            let world = World::new().await;
            let down = (Endpoint::Discovery, Answer::status("503 Down"));
            world.issuer.change(|script| script.faults.push(down));
            let mut verdicts = Vec::new();
            for round in 1..=2 {
                let mut seen = Vec::new();
                for _ in 0..100 {
                    seen.push(world.log_in().await);
                }
                seen.dedup();
                verdicts.extend(seen);
                assert_eq!(world.issuer.asked(Endpoint::Discovery), round);
                world.wait(TimeDelta::seconds(1));
            }
            world.issuer.change(|script| script.faults.clear());
            verdicts.push(world.log_in().await);
            verdicts
        })
}
