//! How soon a page is seen on a slow phone: a processor four times slower than this one, 400 kbit/s, nothing compressed and nothing cached. It is told once
//! without delay and once with 300 ms from asking to the first byte of each answer, as between a village and a distant server.

#[path = "../../tests/site/browser/html.rs"]
mod html;
#[path = "../../tests/site/browser/sample.rs"]
#[allow(dead_code, reason = "the tests use the rest")]
mod sample;
#[path = "../../tests/site/browser/server.rs"]
mod server;
#[path = "../../tests/site/browser/worst.rs"]
#[allow(dead_code, reason = "the tests use the rest")]
mod worst;

use std::io;

use serde_json::json;

use crate::devtools::Browser;

/// The bar for the first view, in milliseconds.
const BAR: f64 = 2000.0;

/// Bytes a second.
const SPEED: u32 = 400_000 / 8;

/// Milliseconds until an answer begins.
const DELAYS: [u32; 2] = [0, 300];

/// When something was first seen, and when the largest part was, in milliseconds since the address was opened.
struct Seen {
    first: f64,
    largest: f64,
}

/// Prints for each type of page of the sample site how soon it is seen; each figure is the median of `runs`.
pub fn bench(runs: usize) -> io::Result<()> {
    let mut browser = Browser::open().ok_or_else(|| io::Error::other("no Chromium"))?;
    let sample = sample::sample();
    browser.call("Network.enable", json!({}));
    browser.call("Network.setCacheDisabled", json!({ "cacheDisabled": true }));
    browser.call("Emulation.setCPUThrottlingRate", json!({ "rate": 4 }));
    browser.resize(360, 740, 2);
    println!(
        "| page | KB | first seen, ms | largest part | first seen, {} ms away | largest part |",
        DELAYS[1]
    );
    println!("| --- | --: | --: | --: | --: | --: |");
    let mut slowest = [0.0_f64; DELAYS.len()];
    for path in &sample.types {
        print!("| {path} | {:.1}", sample.files[path].len() as f64 / 1000.0);
        for (slowest, delay) in slowest.iter_mut().zip(DELAYS) {
            let line = json!({ "offline": false, "latency": delay, "downloadThroughput": SPEED, "uploadThroughput": SPEED });
            browser.call("Network.emulateNetworkConditions", line);
            let seen: Vec<Seen> = (0..runs.max(1))
                .map(|_| look(&mut browser, &sample.http(path)))
                .collect();
            let (first, largest) = (
                median(&seen, |seen| seen.first),
                median(&seen, |seen| seen.largest),
            );
            print!(" | {first:.0} | {largest:.0}");
            *slowest = slowest.max(first);
        }
        println!(" |");
    }
    for (slowest, delay) in slowest.iter().zip(DELAYS) {
        let word = if *slowest < BAR { "under" } else { "over" };
        println!("slowest with {delay} ms of delay: {slowest:.0} ms, {word} the bar of {BAR} ms");
    }
    Ok(())
}

/// Opens a page anew.
fn look(browser: &mut Browser, address: &str) -> Seen {
    browser.go("about:blank");
    browser.go(address);
    let largest = "new Promise(done => new PerformanceObserver(list => done(list.getEntries().pop().startTime)).observe({ type: 'largest-contentful-paint', buffered: true }))";
    let first = "performance.getEntriesByName('first-contentful-paint')[0].startTime";
    let mut number = |script: &str| browser.eval(script).as_f64().unwrap_or(f64::NAN);
    Seen {
        first: number(first),
        largest: number(largest),
    }
}

/// The middle one of what `of` takes from `seen`.
fn median(seen: &[Seen], of: impl Fn(&Seen) -> f64) -> f64 {
    let mut values: Vec<f64> = seen.iter().map(of).collect();
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
