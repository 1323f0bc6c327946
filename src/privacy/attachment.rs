//! The text of attachments: PDF, the files of office programs, plain text.
//!
//! They come from anywhere, so that each is read with a limit to its size, and what a reader of a format breaks on is no more than a file that could not be read.

use std::fmt::Write as _;
use std::io::{Cursor, Read as _};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread;
use std::time::Duration;

use calamine::{Data, Reader as _};
use quick_xml::events::Event;
use zip::ZipArchive;

/// The largest file that is looked into, in bytes.
const MOST: usize = 50 << 20;

/// The largest PDF that is looked into, in bytes: its streams grow many times over when they are read.
const MOST_PDF: usize = 20 << 20;

/// How long the reading of one PDF may take.
const PATIENCE: Duration = Duration::from_secs(10);

/// The name of the threads that read them.
const READER: &str = "attachment";

/// The most text that is taken out of one file, in bytes.
const MOST_TEXT: u64 = 64 << 20;

/// The stack of the thread that reads a PDF: its objects can lie deep in one another.
const STACK: usize = 64 << 20;

/// Why there is no text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unread {
    /// Too large, or holding too much.
    Large,
    /// Locked or broken.
    Broken,
    /// Not read in the time that it is given.
    Slow,
}

/// How the text of a file is got.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    Pdf,
    /// XML files in a ZIP: DOCX, XLSX, PPTX, ODT, ODS.
    Zipped,
    /// The binary workbooks of older office programs.
    Book,
    /// Text as it is.
    Plain,
}

/// File name extensions with their form.
const FORMS: &[(&str, Form)] = &[
    ("pdf", Form::Pdf),
    ("docx", Form::Zipped),
    ("docm", Form::Zipped),
    ("xlsx", Form::Zipped),
    ("xlsm", Form::Zipped),
    ("pptx", Form::Zipped),
    ("odt", Form::Zipped),
    ("ods", Form::Zipped),
    ("xls", Form::Book),
    ("csv", Form::Plain),
    ("tsv", Form::Plain),
    ("txt", Form::Plain),
    ("json", Form::Plain),
    ("ics", Form::Plain),
    ("rtf", Form::Plain),
];

fn form(name: &str) -> Option<Form> {
    let (_, extension) = name.rsplit_once('.')?;
    let known = FORMS
        .iter()
        .find(|(own, _)| own.eq_ignore_ascii_case(extension));
    known.map(|(_, form)| *form)
}

/// Whether the file called `name` is of a form whose text can be got.
pub fn has_text(name: &str) -> bool {
    form(name).is_some()
}

/// The text of the file called `name`; empty where it has none that can be got. `plain` decodes what is text as it is.
///
/// # Errors
/// See [`Unread`].
pub fn text_of(
    name: &str,
    bytes: Vec<u8>,
    plain: impl FnOnce(Vec<u8>) -> String,
) -> Result<String, Unread> {
    let Some(form) = form(name) else {
        return Ok(String::new());
    };
    if bytes.len() > MOST {
        return Err(Unread::Large);
    }
    match form {
        Form::Pdf => pdf(bytes),
        Form::Zipped => zipped(&bytes),
        Form::Book => book(bytes),
        Form::Plain => Ok(plain(bytes)),
    }
}

/// Keeps what a reader of PDF says of its own breaking off the screen: to the officer it is a file that could not be read. For the start of the program.
pub fn hush_readers() {
    let usual = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        if thread::current().name() != Some(READER) {
            usual(panic);
        }
    }));
}

fn pdf(bytes: Vec<u8>) -> Result<String, Unread> {
    if bytes.len() > MOST_PDF {
        return Err(Unread::Large);
    }
    in_time(PATIENCE, move || {
        pdf_extract::extract_text_from_mem(&bytes).ok()
    })
}

/// What `read` gives on a thread of its own. One that takes too long is left to itself and ends with the program.
fn in_time(
    patience: Duration,
    read: impl FnOnce() -> Option<String> + Send + 'static,
) -> Result<String, Unread> {
    let (tell, told) = channel();
    thread::Builder::new()
        .name(READER.to_owned())
        .stack_size(STACK)
        // Nobody listens any more when the time is over.
        .spawn(move || drop(tell.send(read())))
        .map_err(|_| Unread::Broken)?;
    match told.recv_timeout(patience) {
        Ok(text) => text.ok_or(Unread::Broken),
        Err(RecvTimeoutError::Timeout) => Err(Unread::Slow),
        Err(RecvTimeoutError::Disconnected) => Err(Unread::Broken),
    }
}

/// The words of every XML file in a ZIP, with a line for each paragraph, cell and shared string.
fn zipped(bytes: &[u8]) -> Result<String, Unread> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| Unread::Broken)?;
    let mut text = String::new();
    let mut left = MOST_TEXT;
    for at in 0..archive.len() {
        let file = archive.by_index(at).map_err(|_| Unread::Broken)?;
        if !file.name().is_ok_and(|name| name.ends_with(".xml")) {
            continue;
        }
        let mut xml = Vec::new();
        let read = file.take(left + 1).read_to_end(&mut xml);
        let read = read.map_err(|_| Unread::Broken)? as u64;
        left = left.checked_sub(read).ok_or(Unread::Large)?;
        words(&xml, &mut text);
    }
    Ok(text)
}

/// Adds the words of an XML file. What cannot be read ends it: the program that made it is asked no further.
fn words(xml: &[u8], text: &mut String) {
    /// Elements that end a line.
    const LINES: [&[u8]; 7] = [b"p", b"c", b"si", b"tc", b"table-cell", b"tab", b"br"];
    let mut reader = quick_xml::Reader::from_reader(xml);
    reader.config_mut().check_end_names = false;
    loop {
        match reader.read_event() {
            Ok(Event::Text(own)) => text.push_str(&String::from_utf8_lossy(&own)),
            Ok(Event::CData(own)) => text.push_str(&String::from_utf8_lossy(&own)),
            Ok(Event::End(end)) if LINES.contains(&end.local_name().as_ref()) => text.push('\n'),
            Ok(Event::Empty(end)) if LINES.contains(&end.local_name().as_ref()) => text.push('\n'),
            Ok(Event::Eof) | Err(_) => break,
            Ok(_) => {}
        }
    }
    text.push('\n');
}

/// The cells of every sheet of a workbook, hidden ones too.
fn book(bytes: Vec<u8>) -> Result<String, Unread> {
    let mut book =
        calamine::open_workbook_auto_from_rs(Cursor::new(bytes)).map_err(|_| Unread::Broken)?;
    let mut text = String::new();
    for (_, cells) in book.worksheets() {
        for cell in cells.rows().flatten() {
            let wrote = match cell {
                Data::Empty => Ok(()),
                Data::String(own) => writeln!(text, "{own}"),
                other => writeln!(text, "{other}"),
            };
            wrote.map_err(|_| Unread::Large)?;
        }
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use zip::write::SimpleFileOptions;

    use super::*;

    fn archive(files: &[(&str, &str)]) -> Vec<u8> {
        let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (name, text) in files {
            archive
                .start_file(*name, SimpleFileOptions::default())
                .unwrap();
            archive.write_all(text.as_bytes()).unwrap();
        }
        archive.finish().unwrap().into_inner()
    }

    fn text(name: &str, bytes: Vec<u8>) -> Result<String, Unread> {
        text_of(name, bytes, |bytes| {
            String::from_utf8_lossy(&bytes).into_owned()
        })
    }

    #[test]
    fn words_that_a_word_processor_cut_up_are_put_together() {
        let document = "<w:document><w:p><w:r><w:t>138</w:t></w:r><w:r><w:t>12345678</w:t></w:r></w:p><w:p><w:t>乙</w:t></w:p></w:document>";
        let docx = archive(&[("word/document.xml", document), ("word/media/a.png", "138")]);
        assert_eq!(text("名单.DOCX", docx).unwrap().trim(), "13812345678\n乙");
    }

    #[test]
    fn cells_of_a_workbook_are_kept_apart() {
        let strings = "<sst><si><t>张三</t></si><si><t>李四</t></si></sst>";
        let sheet = "<row><c><v>13812345678</v></c><c><v>1</v></c></row>";
        let files = [
            ("xl/sharedStrings.xml", strings),
            ("xl/worksheets/sheet2.xml", sheet),
        ];
        let read = text("a.xlsx", archive(&files)).unwrap();
        assert!(
            read.contains("张三\n李四\n") && read.contains("13812345678\n1\n"),
            "{read}"
        );
    }

    #[test]
    fn what_cannot_be_read_is_said_and_breaks_nothing() {
        for name in ["a.pdf", "a.docx", "a.xls"] {
            assert_eq!(
                text(name, b"%PDF-1.4 broken".to_vec()),
                Err(Unread::Broken),
                "{name}"
            );
        }
        assert_eq!(text("a.txt", vec![b'1'; MOST + 1]), Err(Unread::Large));
        assert_eq!(text("a.png", b"13812345678".to_vec()).as_deref(), Ok(""));
        assert!(!has_text("a.png") && has_text("A.PDF"));
    }

    #[test]
    fn a_reader_that_breaks_or_never_ends_is_given_up() {
        let long = Duration::from_secs(60);
        let soon = Duration::from_millis(20);
        let never = move || {
            thread::sleep(long);
            None
        };
        assert_eq!(in_time(soon, never), Err(Unread::Slow));
        assert_eq!(in_time(long, || panic!("broken")), Err(Unread::Broken));
        assert_eq!(in_time(long, || None), Err(Unread::Broken));
        assert_eq!(in_time(long, || Some("a".into())).as_deref(), Ok("a"));
        assert_eq!(text("a.pdf", vec![b'1'; MOST_PDF + 1]), Err(Unread::Large));
    }
}
