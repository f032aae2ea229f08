//! The person who runs a command, as the audit trail names them.

use proconnect::web::{Account, AuditedOperator, PlainText};
use rustix::{process::geteuid, system::uname};
use std::fs;

/// The file of the accounts of this machine. A directory service may know others: they have a number only.
const ACCOUNTS: &str = "/etc/passwd";

/// The number of the account that logged in. Linux keeps it across `sudo` and `su`.
const LOGIN: &str = "/proc/self/loginuid";

/// The operator who runs this process.
pub fn of_this_process() -> AuditedOperator {
    let accounts = fs::read_to_string(ACCOUNTS).unwrap_or_default();
    let account = |id| Account {
        id,
        name: name(&accounts, id).map(PlainText::new),
    };
    let login = fs::read_to_string(LOGIN).unwrap_or_default();
    AuditedOperator {
        host: uname().nodename().to_str().ok().map(PlainText::new),
        account: account(geteuid().as_raw()),
        login: login_id(&login).map(account),
    }
}

/// The name of the account in the lines `name:password:number:…`.
fn name(accounts: &str, id: u32) -> Option<&str> {
    let is_it = |line: &&str| line.split(':').nth(2).and_then(|text| text.parse().ok()) == Some(id);
    accounts.lines().find(is_it)?.split(':').next()
}

/// The number; `None` where nobody logged in, as in a container.
fn login_id(text: &str) -> Option<u32> {
    text.trim().parse().ok().filter(|id| *id != u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn f8_an_account_has_its_name_and_a_container_has_no_login() {
        let accounts = "root:x:0:0:root:/root:/bin/bash\nservice:x:1001:1001::/srv:/bin/sh\n";
        for (id, expected) in [(0, Some("root")), (1001, Some("service")), (7, None)] {
            assert_eq!(name(accounts, id), expected);
        }
        for (text, expected) in [("1001\n", Some(1001)), ("4294967295", None), ("", None)] {
            assert_eq!(login_id(text), expected);
        }
    }
}
