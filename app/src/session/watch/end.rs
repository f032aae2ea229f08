use leptos::{wasm_bindgen::JsValue, web_sys::js_sys::Date};

/// Longest time between two renewals of a session by the server, in seconds. A page may be rendered
/// that long after a renewal.
const RENEWAL_PAUSE: f64 = 60.0;

/// Longest time before the end at which the warning appears, in seconds.
const WARNED_BEFORE: f64 = 300.0;

/// The end of the session, as the page knows it.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct End {
    /// Milliseconds of the wall clock: timers stop while the computer sleeps.
    at: f64,
    /// Seconds before the end at which the warning appears.
    pub warned_before: f64,
    /// True when the session reaches its longest lifetime: the agent cannot postpone the end.
    pub is_final: bool,
}

impl End {
    /// The end of a session that the server has just renewed, `seconds_left` from `now`. It is final
    /// when the renewal left less than the idle lifetime.
    pub fn of_rendering(now: f64, seconds_left: f64, idle_minutes: f64) -> Self {
        Self {
            at: now + 1000.0 * seconds_left,
            // A session that has just been extended must not be about to end.
            warned_before: WARNED_BEFORE.min(30.0 * idle_minutes),
            is_final: seconds_left + RENEWAL_PAUSE < 60.0 * idle_minutes,
        }
    }

    /// The end after an answer of the server at `now`. An end that was postponed was not final.
    pub fn moved(self, now: f64, seconds_left: f64) -> Self {
        let is_later = seconds_left > self.seconds_left(now) + RENEWAL_PAUSE;
        Self {
            at: now + 1000.0 * seconds_left,
            is_final: self.is_final && !is_later,
            ..self
        }
    }

    /// Seconds until the end; negative after it.
    pub fn seconds_left(self, now: f64) -> f64 {
        (self.at - now) / 1000.0
    }

    /// The hour of the end on the agent's clock, such as “14 h 05”.
    pub fn hour(self) -> String {
        let date = Date::new(&JsValue::from_f64(self.at));
        let (hours, minutes) = (date.get_hours(), date.get_minutes());
        let zero = if minutes < 10 { "0" } else { "" };
        format!("{hours}\u{a0}h\u{a0}{zero}{minutes}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_end_before_the_idle_lifetime_is_final_until_a_later_one_is_known() {
        assert!(!End::of_rendering(0.0, 1800.0, 30.0).is_final);
        assert!(
            !End::of_rendering(0.0, 1745.0, 30.0).is_final,
            "not renewed"
        );
        let end = End::of_rendering(0.0, 900.0, 30.0);
        assert!(end.is_final);
        assert!(end.moved(300_000.0, 599.0).is_final);
        assert!(!end.moved(300_000.0, 1800.0).is_final);
    }

    #[test]
    fn the_warning_appears_in_the_second_half_of_a_short_session() {
        for (idle_minutes, seconds) in [(4.0, 120.0), (10.0, 300.0), (30.0, 300.0)] {
            let end = End::of_rendering(0.0, 60.0 * idle_minutes, idle_minutes);
            assert!((end.warned_before - seconds).abs() < 0.001);
        }
    }

    #[test]
    fn the_end_is_counted_on_the_wall_clock() {
        let end = End::of_rendering(5_000.0, 300.0, 30.0);
        assert!((end.seconds_left(65_000.0) - 240.0).abs() < 0.001);
        assert!(end.seconds_left(1_000_000.0) < 0.0);
    }
}
