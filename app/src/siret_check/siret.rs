pub use crate::siret::{SiretMistake, parse_siret};
