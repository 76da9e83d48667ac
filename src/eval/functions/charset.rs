//! Text as bytes in the encodings that configurations use, by their IANA names.
//!
//! Source: the Encoding Standard's index of windows-1252; compared with the terraform program,
//! 1.11.4. The other encodings that Terraform knows need tables of their own.

/// How text becomes bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Charset {
    Utf8,
    /// Big-endian behind a byte order mark; in which order it is read, its own mark says.
    Utf16,
    Utf16Little,
    Utf16Big,
    Ascii,
    Latin1,
    Windows1252,
}

/// The characters of windows-1252 from byte 0x80 to 0x9f; a blank stands for none.
const WINDOWS: &str = "€ ‚ƒ„…†‡ˆ‰Š‹Œ Ž  ‘’“”•–—˜™š›œ žŸ";

impl Charset {
    /// The encoding of a name; `None` if it is not known here.
    pub(super) fn of(name: &str) -> Option<Self> {
        match name.to_ascii_lowercase().as_str() {
            "utf-8" => Some(Self::Utf8),
            "utf-16" => Some(Self::Utf16),
            "utf-16le" => Some(Self::Utf16Little),
            "utf-16be" => Some(Self::Utf16Big),
            "us-ascii" => Some(Self::Ascii),
            "iso-8859-1" | "iso_8859-1" | "latin1" | "l1" => Some(Self::Latin1),
            "windows-1252" => Some(Self::Windows1252),
            _ => None,
        }
    }

    /// Whether its units have two bytes.
    pub(super) fn is_wide(self) -> bool {
        matches!(self, Self::Utf16 | Self::Utf16Little | Self::Utf16Big)
    }

    /// The bytes; `None` if it lacks one of the characters.
    pub(super) fn encode(self, text: &str) -> Option<Vec<u8>> {
        match self {
            Self::Utf8 => Some(text.as_bytes().to_vec()),
            Self::Utf16Little => Some(text.encode_utf16().flat_map(u16::to_le_bytes).collect()),
            Self::Utf16Big => Some(text.encode_utf16().flat_map(u16::to_be_bytes).collect()),
            Self::Utf16 => {
                let units = std::iter::once(0xfeff).chain(text.encode_utf16());
                Some(units.flat_map(u16::to_be_bytes).collect())
            }
            Self::Ascii | Self::Latin1 | Self::Windows1252 => {
                text.chars().map(|character| self.byte(character)).collect()
            }
        }
    }

    /// The text; `None` if these bytes are none.
    pub(super) fn decode(self, bytes: &[u8]) -> Option<String> {
        match self {
            Self::Utf8 => String::from_utf8(bytes.to_vec()).ok(),
            Self::Utf16Little => wide(bytes, u16::from_le_bytes),
            Self::Utf16Big => wide(bytes, u16::from_be_bytes),
            Self::Utf16 => match bytes {
                [0xff, 0xfe, rest @ ..] => wide(rest, u16::from_le_bytes),
                [0xfe, 0xff, rest @ ..] | rest => wide(rest, u16::from_be_bytes),
            },
            Self::Ascii | Self::Latin1 | Self::Windows1252 => {
                bytes.iter().map(|byte| self.character(*byte)).collect()
            }
        }
    }

    /// The character of a byte.
    fn character(self, byte: u8) -> Option<char> {
        match (self, byte) {
            (Self::Ascii, 0x80..) => None,
            (Self::Windows1252, 0x80..0xa0) => {
                WINDOWS.chars().nth(usize::from(byte - 0x80)).filter(|c| *c != ' ')
            }
            _ => Some(char::from(byte)),
        }
    }

    fn byte(self, character: char) -> Option<u8> {
        (0..=u8::MAX).find(|byte| self.character(*byte) == Some(character))
    }
}

fn wide(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Option<String> {
    let (pairs, rest) = bytes.as_chunks::<2>();
    let units: Vec<u16> = pairs.iter().map(|pair| unit(*pair)).collect();
    rest.is_empty().then(|| String::from_utf16(&units).ok())?
}
