//! Properties of every input, one per place where the relying party reads outside data.
//!
//! A property takes the input as the network delivers it, passes it to the code that reads it, and
//! returns whether it was accepted. It panics when an accepted input is rejected by a second
//! implementation, which shares no code with the relying party. The fuzzer searches for such an
//! input. `tests/fuzz_seeds.rs` checks the committed seeds against the same properties.

pub mod attempt_cookie;
pub mod callback_query;
pub mod discovery;
pub mod id_token;
pub mod jwks;
pub mod logout_token;
pub mod return_path;
pub mod token_response;
pub mod userinfo;

mod login;
mod wire;
