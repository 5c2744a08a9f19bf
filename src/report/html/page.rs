//! The page around the rows: policy, summary, parts of the list, signature.

use std::fmt::Write as _;
use std::io::{self, Write};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

use super::{figures, list, no_effect, shown};
use crate::message::{Labels, Say as _, Sentence};
use crate::report::packed::Packed;
use crate::report::share::percent;
use crate::report::{Lang, Reasons, Summary};
use crate::verdict::Verdict;

const STYLE: &str = include_str!("style.css");
const SCRIPT: &str = include_str!("script.js");
/// The width of the bar, in its own units.
const BAR: u64 = 1000;
/// The least width of a verdict that occurs, in the same units.
const NARROWEST: u64 = 4;

/// Writes the page with these rendered rows.
pub(super) fn write(
    lang: Lang,
    reasons: &Reasons,
    rows: Packed,
    summary: &Summary,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut html = String::new();
    head(lang, rows.rows(), summary, &mut html);
    html.push_str("<div class=\"head\">\n");
    counts(lang, summary, &mut html);
    basis(lang, summary, &mut html);
    html.push_str("</div>\n");
    no_effect::write(lang, summary, &mut html);
    figures::write(lang, summary, &mut html);
    out.write_all(html.as_bytes())?;
    let is_empty = rows.rows() == 0;
    list::write(lang, rows, summary, out)?;

    html.clear();
    if !is_empty {
        articles(lang, reasons, &mut html);
    }
    let Labels { signature, date, .. } = lang.labels();
    let colon = lang.colon();
    let _ = write!(
        html,
        "<footer><span>{signature}{colon}</span><span>{date}{colon}</span></footer>\n</main>\n\
         <script>{SCRIPT}</script>\n</body>\n</html>\n"
    );
    out.write_all(html.as_bytes())
}

fn head(lang: Lang, listed: usize, summary: &Summary, html: &mut String) {
    let Labels { title, lead, results, .. } = lang.labels();
    let listed = Sentence::Listed { listed, total: summary.counts.total() }.say(lang);
    let _ = write!(
        html,
        "<!DOCTYPE html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src {}; script-src {}; \
         base-uri 'none'; form-action 'none'\">\n\
         <meta name=\"referrer\" content=\"no-referrer\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"generator\" content=\"mingcha {}\">\n<title>{title}</title>\n<style>{STYLE}</style>\n</head>\n\
         <body>\n<header><h1>{title}</h1><p>{lead} <a href=\"#results\">{results}{}{listed}</a></p></header>\n<main>\n",
        lang.tag(),
        source_of(STYLE),
        source_of(SCRIPT),
        env!("CARGO_PKG_VERSION"),
        lang.colon()
    );
}

/// A style or a script as the content security policy names it: by its hash.
fn source_of(asset: &str) -> String {
    format!("'sha256-{}'", STANDARD.encode(Sha256::digest(asset)))
}

/// Rows by verdict: as a bar, then in figures and words.
fn counts(lang: Lang, summary: &Summary, html: &mut String) {
    let Labels { summary: heading, verdict, rows, share, advice, total, .. } = lang.labels();
    let _ = writeln!(html, "<section><h2>{heading}</h2>");
    bar(summary, html);
    let _ = writeln!(
        html,
        "<table class=\"counts\"><thead><tr><th scope=\"col\">{verdict}</th><th scope=\"col\" class=\"figure\">{rows}</th>\
         <th scope=\"col\" class=\"figure\">{share}</th><th scope=\"col\">{advice}</th></tr></thead><tbody>"
    );
    for verdict in Verdict::ALL {
        let count = summary.counts.of(verdict);
        let _ = writeln!(
            html,
            "<tr class=\"{}\"><th scope=\"row\" class=\"verdict\">{}</th><td class=\"figure\">{count}</td>\
             <td class=\"figure\">{}</td><td class=\"soft\">{}</td></tr>",
            verdict.key(),
            lang.verdict(verdict),
            percent(count, summary.counts.total()),
            lang.advice(verdict)
        );
    }

    let all = summary.counts.total();
    let _ = writeln!(
        html,
        "</tbody><tfoot><tr><th scope=\"row\">{total}</th><td class=\"figure\">{all}</td><td></td><td></td></tr></tfoot>\
         </table>"
    );
    for warning in summary.warnings(lang) {
        let _ = writeln!(html, "<p class=\"warning\">{warning}</p>");
    }
    let _ = writeln!(html, "<p class=\"soft\">{}</p>", summary.cells_in_words(lang));
    html.push_str("</section>\n");
}

fn bar(summary: &Summary, html: &mut String) {
    let occurring: Vec<_> = Verdict::ALL.into_iter().filter(|verdict| summary.counts.of(*verdict) > 0).collect();
    // What is left of the bar when each verdict has its least width is shared out by rows.
    let spare = BAR - NARROWEST * occurring.len() as u64;

    let mut left = 0;
    let _ =
        write!(html, "<svg class=\"bar\" viewBox=\"0 0 {BAR} 10\" preserveAspectRatio=\"none\" aria-hidden=\"true\">");
    for verdict in occurring {
        let part = u128::from(summary.counts.of(verdict)) * u128::from(spare) / u128::from(summary.counts.total());
        let width = u64::try_from(part).unwrap_or(spare) + NARROWEST;
        let _ =
            write!(html, "<rect class=\"{}\" x=\"{left}\" y=\"0\" width=\"{width}\" height=\"10\"/>", verdict.key());
        left += width;
    }
    html.push_str("</svg>\n");
}

fn basis(lang: Lang, summary: &Summary, html: &mut String) {
    let Labels { basis, rule_set, as_of, profile, tool, settings, environment, .. } = lang.labels();
    let _ = write!(html, "<section><h2>{basis}</h2>\n<dl class=\"facts\">");
    for set in &summary.rule_sets {
        let _ = write!(
            html,
            "<dt>{rule_set}</dt><dd>{} <span class=\"hash\">{} SHA-256 {}</span></dd>",
            shown(set.name()),
            shown(&set.id),
            set.sha256
        );
    }
    fact(as_of, &summary.as_of, html);
    fact(profile, summary.profile_in_words(lang), html);
    if let Some(file) = &summary.settings.file {
        let _ = write!(
            html,
            "<dt>{settings}</dt><dd>{} <span class=\"hash\">SHA-256 {}</span></dd>",
            shown(&file.name),
            file.sha256
        );
    }
    if !summary.settings.environment.is_empty() {
        fact(environment, &summary.settings.environment.join(lang.list_mark()), html);
    }
    fact(tool, concat!("mingcha ", env!("CARGO_PKG_VERSION")), html);
    html.push_str("</dl>\n</section>\n");
}

fn fact(label: &str, value: &str, html: &mut String) {
    let _ = write!(html, "<dt>{label}</dt><dd>{}</dd>", shown(value));
}

/// The number under which an article was published. What follows it says where the text was taken from.
fn official(source: &str) -> &str {
    let number = source.split('；').next().unwrap_or_default();
    if number.starts_with(|c: char| c.is_ascii()) { "" } else { number }
}

/// The articles that the rows name, with their words.
fn articles(lang: Lang, reasons: &Reasons, html: &mut String) {
    let articles = reasons.articles(lang);
    if articles.is_empty() {
        return;
    }
    let _ = writeln!(html, "<section class=\"articles\"><h2>{}</h2>", lang.labels().articles);
    for article in articles {
        let _ = writeln!(html, "<p>{} <small>{}</small></p>", shown(&article.said), shown(official(&article.source)));
    }
    html.push_str("</section>\n");
}
