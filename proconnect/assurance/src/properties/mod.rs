//! What must hold of every input, at each place where the outside reaches the relying party.
//!
//! A property takes the input as the wire would bring it, gives it to the code that reads it, and
//! says whether it was accepted. It panics where something was accepted that a reading of our own,
//! which shares no code with the relying party's, does not accept. The fuzzer looks for such an
//! input; `tests/fuzz_seeds.rs` holds the committed seeds against the same properties.

pub mod attempt_cookie;
pub mod callback_query;
pub mod discovery;
pub mod id_token;
pub mod jwks;
pub mod return_path;
pub mod token_response;
pub mod userinfo;

mod login;
mod wire;
