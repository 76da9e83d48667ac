//! The page in a real browser, where Debian's Chromium is on the machine: nothing sticks out, and
//! it is drawn in the light and in the dark.

use crate::program::Repository;
use flate2::read::ZlibDecoder;
use std::io::Read;
use std::path::Path;
use std::process::Command;

/// A phone, and a desktop.
const WIDTHS: [u32; 2] = [390, 1200];

fn browser() -> Option<&'static str> {
    let names = ["chromium", "chromium-browser", "google-chrome"];
    names.into_iter().find(|name| Command::new(name).arg("--version").output().is_ok())
}

fn page() -> Repository {
    let fixture = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/fail/pods_over_secondary_range");
    let repository = Repository::new();
    for form in ["html=plan.html", "svg=plan.svg"] {
        let run = repository.run(&["capacity", fixture, "--format", form]);
        assert_eq!(run.code, 0, "{run:?}");
    }
    repository
}

fn run(name: &str, arguments: &[String], file: &Path) -> Vec<u8> {
    let mut command = Command::new(name);
    command.args(["--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"]);
    let profile = file.with_extension("profile");
    command.arg(format!("--user-data-dir={}", profile.display())).args(arguments);
    let output = command.arg(format!("file://{}", file.display())).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    output.stdout
}

/// Nothing is fetched and nothing runs: it can be sent by mail and opened anywhere.
#[test]
fn the_page_asks_for_nothing() {
    let repository = page();
    for name in ["plan.html", "plan.svg"] {
        let text = std::fs::read_to_string(repository.root().join(name)).unwrap();
        let text = text.replace("http://www.w3.org/2000/svg", "");
        for word in ["http", "//", "<script", "<link", "src=", "url(", "@import", "<img", "onload"]
        {
            assert!(!text.contains(word), "{name} has {word}");
        }
        assert!(text.contains("prefers-color-scheme:dark"), "{name}");
    }
    let html = std::fs::read_to_string(repository.root().join("plan.html")).unwrap();
    assert!(
        html.contains("<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">")
    );
}

#[test]
fn the_page_fits_a_phone_and_a_desktop() {
    let Some(name) = browser() else {
        println!("Chromium is not on this machine: nobody has looked at the page");
        return;
    };
    let repository = page();
    let html = std::fs::read_to_string(repository.root().join("plan.html")).unwrap();
    let page = html.replace('&', "&amp;").replace('"', "&quot;");
    for width in WIDTHS {
        // a window is never narrower than 500, a frame is as wide as it is told; the page itself
        // has no script, the one around it measures
        let around = format!(
            "<!doctype html><iframe srcdoc=\"{page}\" style=\"width:{width}px;height:2000px;\
             border:0\"></iframe><p id=\"told\"></p><script>onload=()=>{{\
             const inner=document.querySelector('iframe').contentDocument;\
             const bars=[...inner.querySelectorAll('.bar i')];\
             const seen=bars.filter(bar=>bar.getBoundingClientRect().width>=1).length;\
             const root=inner.documentElement;\
             told.textContent=`${{root.scrollWidth}} ${{root.clientWidth}} ${{bars.length}} ${{seen}}`\
             }}</script>"
        );
        let file = repository.root().join(format!("around{width}.html"));
        std::fs::write(&file, around).unwrap();
        let dom = run(name, &["--dump-dom".to_owned()], &file);
        let dom = String::from_utf8(dom).unwrap();
        let told = dom.split("<p id=\"told\">").nth(1).and_then(|rest| rest.split('<').next());
        let told: Vec<u32> = told.unwrap().split(' ').map(|word| word.parse().unwrap()).collect();
        let [wide, window, bars, seen] = told[..] else { panic!("{told:?}") };
        assert!(wide <= window, "at {width} the page is {wide} wide, the window {window}");
        assert!(window == width && bars > 8 && seen == bars, "at {width}: {told:?}");
    }
}

#[test]
fn the_page_and_the_picture_are_drawn_in_the_light_and_in_the_dark() {
    let Some(name) = browser() else {
        println!("Chromium is not on this machine: nobody has looked at the page");
        return;
    };
    let repository = page();
    for (form, width) in [("html", WIDTHS[0]), ("html", WIDTHS[1]), ("svg", WIDTHS[0])] {
        let file = repository.root().join(format!("plan.{form}"));
        let backgrounds = [("1", [255, 255, 255]), ("0", [13, 17, 23])].map(|(scheme, back)| {
            let picture = repository.root().join(format!("{form}{width}{scheme}.png"));
            let arguments = [
                format!("--window-size={width},900"),
                format!("--blink-settings=preferredColorScheme={scheme}"),
                format!("--screenshot={}", picture.display()),
            ];
            run(name, &arguments, &file);
            let pixels = Picture::read(&picture);
            let shown = pixels.colours();
            // background, ink and the three or four colours of ranges, with their edges
            assert!(shown.len() > 20, "{form} at {width}: {} colours", shown.len());
            let area = pixels.pixels.iter().filter(|pixel| **pixel == back).count();
            assert!(area * 4 > pixels.pixels.len(), "{form} at {width}: little background");
            area
        });
        assert!(backgrounds.iter().all(|area| *area > 0));
    }
}

/// A PNG as its pixels.
struct Picture {
    pixels: Vec<[u8; 3]>,
}

impl Picture {
    fn read(file: &Path) -> Self {
        let bytes = std::fs::read(file).unwrap();
        let number = |at: usize| u32::from_be_bytes(bytes[at..at + 4].try_into().unwrap()) as usize;
        let (width, height) = (number(16), number(20));
        let (depth, kind) = (bytes[24], bytes[25]);
        assert!(depth == 8 && matches!(kind, 2 | 6), "a PNG of colours");
        let size = if kind == 2 { 3 } else { 4 };
        let (mut at, mut packed) = (8, Vec::new());
        while at < bytes.len() {
            let length = number(at);
            if &bytes[at + 4..at + 8] == b"IDAT" {
                packed.extend(&bytes[at + 8..at + 8 + length]);
            }
            at += 12 + length;
        }
        let mut raw = Vec::new();
        ZlibDecoder::new(packed.as_slice()).read_to_end(&mut raw).unwrap();
        let mut before = vec![0u8; width * size];
        let mut pixels = Vec::new();
        for row in raw.chunks(width * size + 1).take(height) {
            let line = unfiltered(row[0], &row[1..], &before, size);
            pixels.extend(line.chunks(size).map(|pixel| [pixel[0], pixel[1], pixel[2]]));
            before = line;
        }
        Self { pixels }
    }

    fn colours(&self) -> std::collections::BTreeSet<[u8; 3]> {
        self.pixels.iter().copied().collect()
    }
}

/// A line of a PNG without the filter that it is stored with.
fn unfiltered(filter: u8, line: &[u8], above: &[u8], size: usize) -> Vec<u8> {
    let mut made: Vec<u8> = Vec::with_capacity(line.len());
    for (at, byte) in line.iter().enumerate() {
        let left = if at >= size { made[at - size] } else { 0 };
        let corner = if at >= size { above[at - size] } else { 0 };
        let up = above[at];
        let guess = match filter {
            0 => 0,
            1 => left,
            2 => up,
            3 => u8::try_from(u16::midpoint(left.into(), up.into())).unwrap(),
            _ => paeth(left, up, corner),
        };
        made.push(byte.wrapping_add(guess));
    }
    made
}

fn paeth(left: u8, up: u8, corner: u8) -> u8 {
    let [a, b, c] = [left, up, corner].map(i32::from);
    let distance = |of: i32| (a + b - c - of).abs();
    let all = [(a, left), (b, up), (c, corner)];
    all.into_iter().min_by_key(|(of, _)| distance(*of)).unwrap().1
}
