use leptos::{prelude::*, web_sys::js_sys::Date};
use std::time::Duration;

const WARNED_BEFORE: Duration = Duration::from_secs(5 * 60);
const TICK: Duration = Duration::from_secs(5);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    Open,
    EndsSoon,
    Ended,
}

impl Stage {
    fn of(time_left: Duration) -> Self {
        if time_left.is_zero() {
            Self::Ended
        } else if time_left <= WARNED_BEFORE {
            Self::EndsSoon
        } else {
            Self::Open
        }
    }
}

/// Says five minutes ahead that the session ends, and then that it has ended (RGAA 13.1). The
/// status region is there, empty, from the beginning: assistive technologies announce only what
/// changes in a region they know.
#[island]
pub fn SessionExpiryNotice(
    /// At the moment the page was rendered.
    session_seconds_left: u64,
) -> impl IntoView {
    let (stage, set_stage) = signal(Stage::Open);
    Effect::new(move || {
        // The wall clock, because timers stand still while the computer sleeps.
        let started = Date::now();
        let update = move || {
            let elapsed = (Date::now() - started) / 1000.0;
            let elapsed = Duration::try_from_secs_f64(elapsed).unwrap_or_default();
            let time_left = Duration::from_secs(session_seconds_left).saturating_sub(elapsed);
            let now = Stage::of(time_left);
            if stage.get_untracked() != now {
                set_stage.set(now);
            }
        };
        update();
        set_interval(update, TICK);
    });
    view! {
        <div role="status" class="app-session-expiry">
            {move || (stage.get() == Stage::EndsSoon).then(|| view! {
                <div class="fr-alert fr-alert--warning">
                    <p>
                        "Votre session se termine dans moins de cinq minutes. Pour la prolonger, "
                        <a class="fr-link" href="">"rechargez cette page"</a>
                        " ou ouvrez-en une autre."
                    </p>
                </div>
            })}
            {move || (stage.get() == Stage::Ended).then(|| view! {
                <div class="fr-alert fr-alert--warning">
                    <p>
                        "Votre session est terminée. "
                        <a class="fr-link" href="/connexion">"Se connecter de nouveau"</a>
                    </p>
                </div>
            })}
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_notice_comes_five_minutes_ahead_and_changes_at_the_end() {
        for (seconds_left, stage) in [
            (1800, Stage::Open),
            (301, Stage::Open),
            (300, Stage::EndsSoon),
            (1, Stage::EndsSoon),
            (0, Stage::Ended),
        ] {
            assert_eq!(
                Stage::of(Duration::from_secs(seconds_left)),
                stage,
                "{seconds_left} s"
            );
        }
    }
}
