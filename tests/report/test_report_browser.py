"""The site in a real browser: clicks, keys, search, phone and print; no complaint on the console, no request to anywhere."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from chromium import Browser, Page
from output_samples import BRIDGE, MARKUP

from pipeline.report.article import article_page

RAAR = article_page('raar/"<u>" & Ünïcode?#')
ON = "[...document.querySelectorAll('article [data-r].on')].map(e => e.textContent).join('|')"
ROW = "document.querySelector('[data-row].on')?.id"
TOO_WEAK = """
(() => {
  const parse = (c) => c.match(/[\\d.]+/g).map(Number);
  const light = ([r, g, b]) => {
    const [R, G, B] = [r, g, b].map((v) => v / 255).map((v) => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
    return 0.2126 * R + 0.7152 * G + 0.0722 * B;
  };
  const ground = (e) => {
    for (; e; e = e.parentElement) { const c = parse(getComputedStyle(e).backgroundColor); if (c[3] !== 0) return c; }
    return [255, 255, 255];
  };
  const found = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const e = walk.currentNode.parentElement;
    if (!walk.currentNode.data.trim() || !e.checkVisibility() || e.closest('noscript, script')) continue;
    const [a, b] = [light(parse(getComputedStyle(e).color)), light(ground(e))].sort((x, y) => y - x);
    const ratio = (a + 0.05) / (b + 0.05);
    if (ratio < 4.5) found.push(`${walk.currentNode.data.trim().slice(0, 30)} ${ratio.toFixed(2)} ${e.className}`);
  }
  return found;
})()
"""
"""Texts whose contrast with their ground is below 4.5 (WCAG 2.2, success criterion 1.4.3, relative luminance)."""
PAGES = ("index", "search", "speakers", "articles", "rejected", "about", "articles/brug", "articles/" + RAAR[:-5])


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_contrast_and_width(page: Page, site: Path, name: str, scheme: str) -> None:
    """On a phone as well nothing stands outside the page; all text is AA in both schemes."""
    legible(page, site / f"{name}.html", scheme)


@pytest.mark.parametrize("name", ["groups", "groups/g1", "groups/g2", "articles/bode"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_contrast_and_width_of_groups(page: Page, grouped: Path, name: str, scheme: str) -> None:
    legible(page, grouped / f"{name}.html", scheme)


def legible(page: Page, path: Path, scheme: str) -> None:
    page.media(scheme)
    page.resize(360, 740, mobile=True)
    page.go(path)
    assert page.run("document.scrollingElement.scrollWidth") <= 360
    assert page.run("document.body.innerText.length") > 100
    assert page.run(TOO_WEAK) == []
    page.resize(1280, 900)
    assert page.run("document.scrollingElement.scrollWidth") <= 1280
    assert page.run(TOO_WEAK) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_paper_is_light_whatever_the_screen_is(page: Page, site: Path, scheme: str) -> None:
    page.media(scheme)
    page.go(site / "articles" / "brug.html")
    page.run("document.documentElement.dataset.theme = 'dark'")
    assert page.run("getComputedStyle(document.body).color") == "rgb(235, 232, 226)"
    page.media(scheme, "print")
    assert page.run("getComputedStyle(document.body).color") == "rgb(28, 27, 25)"
    assert page.run(TOO_WEAK) == []


def test_sides_of_a_group_stand_side_by_side_and_on_a_phone_below_one_another(page: Page, grouped: Path) -> None:
    places = "[...document.querySelectorAll('.sides section')].map(e => e.getBoundingClientRect().top)"
    page.go(grouped / "groups" / "g1.html")
    assert len(set(page.run(places))) == 1
    page.resize(360, 740, mobile=True)
    assert len(set(page.run(places))) == 3


def test_what_the_sample_articles_on_the_ferry_agree_and_disagree_on(page: Page, ferry: Path) -> None:
    page.go(ferry / "groups.html")
    rows = page.run("[...document.querySelectorAll('tbody tr')].map(row => row.innerText)")
    contradicted = [row for row in rows if "contradicted" in row]
    assert rows[: len(contradicted)] == contradicted
    assert any("schrapt" in row for row in contradicted)
    assert any("ondernemers" in row for row in contradicted)
    assert any("60.000 fietsers" in row and "contradicted" not in row for row in rows)
    page.click("#list th a")
    page.until("!!document.querySelector('.sides section:nth-child(2)')")
    shown = page.run("document.body.innerText")
    assert "De IJsselbode" in shown
    assert "Het Pontblad" in shown


def test_a_claim_in_a_group_is_one_click_from_its_words(page: Page, grouped: Path) -> None:
    page.go(grouped / "groups.html")
    page.click("#list th a")
    page.until("!!document.querySelector('.sides')")
    page.click(".sides section:nth-child(2) .from a")
    page.until(f"{ON} === 'De sluis gaat niet op 1 mei open'")
    page.click("[data-row='c1'] a.tag")
    page.until("location.pathname.endsWith('/groups/g1.html')")


def test_the_contrast_check_sees_what_is_too_weak(page: Page, site: Path) -> None:
    page.go(site / "index.html")
    page.run("document.querySelector('h1').style.color = '#999'")
    assert page.run(TOO_WEAK) == ["Who said what 2.73 "]


def test_hovering_shows_the_row_of_the_innermost_quote(page: Page, site: Path) -> None:
    page.go(site / "articles" / "brug.html")
    assert page.run(ON) == ""
    page.hover("[data-r='q2 q3 c2']")
    assert page.run(ROW) == "r-q3"
    assert page.run(ON) == "De aannemer|beweert|het staal op is."


def test_a_discontinuous_quote_lights_up_as_a_whole(page: Page, site: Path) -> None:
    page.go(site / "articles" / "brug.html")
    page.hover("#q2 + [data-r]")
    assert page.run(ROW) == "r-q2"
    assert page.run(ON) == "Wij wachten,|zei|Vos|op de aannemer. |De aannemer| |beweert| dat |het staal op is."
    page.hover("h1")
    page.hover("footer p")
    assert page.run(ON) == ""


def test_clicking_keeps_it_and_the_address_leads_back(page: Page, site: Path) -> None:
    page.go(site / "articles" / "brug.html")
    page.click(".q[data-r^=q4]")
    page.hover("footer p")
    assert page.run(ROW) == "r-q4"
    assert page.run("location.hash") == "#q4"
    page.press("Escape")
    assert page.run(ROW) is None


def test_an_address_with_a_claim_shows_its_words(page: Page, site: Path) -> None:
    page.go(site / "articles" / "brug.html", "#c3")
    assert page.run(ON) == "kost elke week 1.200 euro."
    assert page.run("document.getElementById('r-c3').checkVisibility()")


def test_a_claim_of_the_article_itself_is_unfolded(page: Page, site: Path) -> None:
    page.go(site / "articles" / "brug.html")
    assert not page.run("document.getElementById('r-c4').checkVisibility()")
    page.run("location.hash = '#c4'")
    page.until("document.getElementById('r-c4').checkVisibility()")
    assert page.run(ON) == "Brug blijft dicht"


def test_keys_go_from_quote_to_quote(page: Page, site: Path) -> None:
    page.go(site / "articles" / "brug.html")
    seen = []
    for key in "jjjjjk":
        page.press(key)
        seen.append(page.run(ROW))
    assert seen == ["r-q1", "r-q2", "r-q3", "r-q4", "r-q1", "r-q4"]
    assert page.run("document.activeElement.id") == "q4"


def test_the_number_is_a_link_for_the_keyboard(page: Page, site: Path) -> None:
    page.go(site / "articles" / "brug.html")
    page.run("document.getElementById('q1').focus()")
    assert page.run(ROW) == "r-q1"
    page.press("Enter")
    assert page.run("location.hash") == "#q1"


def test_a_phone_shows_the_row_at_the_foot(page: Page, site: Path) -> None:
    page.resize(360, 740, mobile=True)
    page.go(site / "articles" / "brug.html")
    page.click(".q[data-r^='q2 q3']")
    assert page.run("document.getElementById('sheet').innerText").split()[:4] == ["×", "3", "aannemer", "beweert"]
    page.click("#sheet > button")
    assert not page.run("document.getElementById('sheet').checkVisibility()")


def results(page: Page) -> list[str]:
    page.until("!document.getElementById('status').textContent.startsWith('Loading')")
    return page.run("[...document.querySelectorAll('#results blockquote')].map(e => e.textContent)")


def test_search_from_the_overview_to_the_words(page: Page, site: Path) -> None:
    page.go(site / "index.html")
    page.click("#big")
    page.type("STÁÁL")
    page.press("Enter")
    page.until("location.pathname.endsWith('search.html') && document.readyState === 'complete'")
    found = results(page)
    assert len(found) == 4
    assert all("staal" in text for text in found)
    assert page.run("document.querySelector('#results mark').textContent") == "staal"
    assert "4 of 12 statements, in 2 articles" in page.run("document.getElementById('status').textContent")
    page.click("#results .from a")
    page.until("location.hash === '#q2' && !!document.querySelector('article .on')")
    assert page.run(ON).startswith("Wij wachten,|zei|Vos|op de aannemer. |")


@pytest.mark.parametrize(
    ("question", "number"),
    [
        ("", 12),
        ("q=staal+dicht", 0),
        ("q=“tot+1+mei”", 2),
        ("q=“mei+1”", 0),
        ("q=annemer", 0),
        ("q=*annemer", 4),
        ("q=*", 0),
        ("speaker=vos", 4),
        ("by=own", 2),
        ("by=said", 10),
        ("certainty=CT-", 2),
        ("modality=reportative&polarity=negative", 2),
        ("stance=doubtful", 2),
        ("stance=denial", 1),
        ("outlet=De+Bode", 5),
        ("from=2025-03-04&to=2025-03-04", 5),
        ("from=2025-03-05", 0),
        ("q=hem&by=said", 2),
        ("q=brug&certainty=CT-", 0),
    ],
)
def test_filters(page: Page, site: Path, question: str, number: int) -> None:
    page.go(site / "search.html", f"#{question}")
    assert len(results(page)) == number
    told = page.run("document.getElementById('status').textContent")
    assert told.startswith(f"{number} of 12 statements") if number else told.startswith("Nothing found")


def test_a_filter_chosen_is_kept_in_the_address(page: Page, site: Path) -> None:
    page.go(site / "search.html")
    results(page)
    page.run(
        "(e => { e.value = 'CT-'; e.dispatchEvent(new Event('input', {bubbles: true})); })(document.querySelector('[name=certainty]'))"
    )
    page.until("location.hash === '#certainty=CT-'")
    assert len(results(page)) == 2


def test_found_rows_as_csv(page: Page, site: Path, tmp_path: Path) -> None:
    page.go(site / "search.html", "#speaker=vos")
    results(page)
    page.browser.call("Browser.setDownloadBehavior", behavior="allow", downloadPath=str(tmp_path))
    page.click("#csv")
    path = tmp_path / "claims-found.csv"
    for _ in range(200):
        if path.exists() and path.stat().st_size:
            break
        page.run("new Promise(done => setTimeout(done, 50))")
    text = path.read_bytes().decode("utf-8-sig")
    assert text.count("\r\n") == text.count("Anja Vos") + 1 == 5


def test_lists_are_filtered(page: Page, site: Path) -> None:
    page.go(site / "speakers.html")
    page.click("[data-filter]")
    page.type("schip")
    shown = "[...document.querySelectorAll('#list tbody tr')].filter(e => e.checkVisibility()).map(e => e.cells[0].textContent)"
    assert page.run(shown) == ["Piet Bos"]
    assert page.run("document.querySelector('[data-count]').textContent") == "1"


def test_markup_stays_text_on_the_screen(page: Page, site: Path) -> None:
    speaker = next(path for path in (site / "speakers").iterdir() if "gehackt" in path.read_text())
    for path in (site / "articles" / RAAR, speaker, site / "rejected.html", site / "about.html", site / "index.html"):
        page.go(path)
        assert MARKUP in page.run("document.body.textContent"), path
        assert page.run("document.title") != "gehackt"
        assert page.run("document.querySelectorAll('b, u').length") == page.run(
            "[...document.querySelectorAll('b, u')].filter(e => !e.textContent.includes('vet') || e.textContent.includes('<b>')).length"
        )
    page.go(site / "search.html", "#q=hem")
    assert any("<i>hem</i>" in text for text in results(page))
    assert MARKUP in page.run("document.getElementById('results').textContent")


def test_light_and_dark_by_hand(page: Page, site: Path) -> None:
    page.go(site / "index.html")
    ground = "getComputedStyle(document.documentElement).backgroundColor"
    before = page.run(ground)
    page.click("#theme")
    assert page.run(ground) != before
    page.go(site / "about.html")
    assert page.run(ground) != before
    page.click("#theme")
    assert page.run(ground) == before


def test_paper_has_all_and_no_buttons(page: Page, site: Path) -> None:
    page.go(site / "articles" / "brug.html")
    page.media(media="print")
    assert not page.run("document.querySelector('.top').checkVisibility()")
    assert page.run("document.getElementById('r-q4').checkVisibility()")
    assert page.call("Page.printToPDF", printBackground=True)["data"]


def test_without_script_the_words_and_rows_are_there(page: Page, site: Path) -> None:
    page.call("Emulation.setScriptExecutionDisabled", value=True)
    page.go(site / "articles" / "brug.html", "#q2")
    text = page.run("document.querySelector('article').textContent")
    assert BRIDGE.split("\n\n")[1][:40] in text
    assert page.run("document.querySelectorAll('.card').length") == 4


def test_a_missing_file_is_told(browser: Browser, site: Path, tmp_path: Path) -> None:
    """Somebody mailed the site without its largest files."""
    page = Page(browser)
    for path in site.rglob("*"):
        target = tmp_path / path.relative_to(site)
        if path.is_file() and path.name != "rows-0000.js":
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(path.read_bytes())
    page.go(tmp_path / "search.html")
    page.until("document.getElementById('status').textContent.includes('missing: copy the whole folder')")
    page.call("Page.close")


def test_the_policy_stops_what_is_not_ours(browser: Browser, site: Path) -> None:
    """If markup got in after all, it could neither run nor tell anybody."""
    page = Page(browser)
    page.go(site / "index.html")
    page.run(
        """(() => { const e = document.createElement('div');
        e.innerHTML = '<img src="https://evil.example/a.png"><a onclick="document.title=1">x</a>';
        document.body.append(e); e.querySelector('a').click(); })()"""
    )
    page.run("fetch('https://evil.example/').catch(() => 0)")
    assert page.run("document.title") == "Overview · Zegsman"
    told = json.dumps(page.problems)
    assert told.count("violates the following Content Security Policy") >= 3
    page.call("Page.close")
