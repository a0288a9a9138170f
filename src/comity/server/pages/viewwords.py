"""The words of the editor and of the views of an answer in Japanese, by their English."""

from __future__ import annotations

from collections.abc import Mapping

OF_VIEWS: Mapping[str, str] = {
    "Our prefixes need not be declared. The endpoint for programs is /sparql.": (
        "本サイトの接頭辞は宣言なしで使えます。プログラム用のエンドポイントは /sparql です。"
    ),
    "Ctrl (or ⌘) and Enter run the query. Ctrl and Space complete a word. Tab indents; "
    "Escape, then Tab, leaves the editor.": (
        "Ctrl(⌘)+Enterで実行、Ctrl+Spaceで補完。Tabは字下げ、EscapeのあとのTabで次の項目へ移動します。"
    ),
    "Completions": "補完候補",
    "class": "クラス",
    "property": "プロパティ",
    "scheme": "概念体系",
    "concept": "概念",
    "prefix": "接頭辞",
    "keyword": "予約語",
    "function": "関数",
    "variable": "変数",
    "Licences of the script of this page": "このページのスクリプトのライセンス",
    "1 row": "1行",
    "The question in SPARQL": "SPARQLで書いた質問",
    "Change it in the editor": "エディターで変更する",
    "Views of the answer": "回答の表示方法",
    "What is drawn": "図にする列",
    "Table": "表",
    "Chart": "グラフ",
    "Bars": "棒グラフ",
    "By year": "年別",
    "All of it as a table": "表ですべて見る",
    "This answer cannot be drawn as a chart: it has no column of numbers or dates.": (
        "この回答には数値や日付の列がないため、グラフにできません。"
    ),
    "This answer cannot be drawn as a network: it has no two columns of things.": (
        "この回答には事物の列が二つないため、ネットワーク図にできません。"
    ),
    "Rows {first} to {last} of {total}": "全{total}行中{first}〜{last}行",
    "Page {number} of {pages}": "{pages}ページ中{number}ページ",
    "Long cells are cut on this page; the downloads have all of them.": (
        "長い値は途中まで表示しています。全体はダウンロードにあります。"
    ),
    "No row. Where coverage is not complete that is unknown, not a no.": (
        "行はありません。網羅されていない範囲では「無い」ではなく「不明」です。"
    ),
    "{title}.": "{title}。",
    "“{column}”, the largest first": "「{column}」(大きい順)",
    "All rows are drawn.": "すべての行を表示。",
    "Drawn are {shown} of {total} rows; left out: {left}.": (
        "全{total}行中{shown}行を表示(省略{left}行)。"
    ),
    "All rows with a date are drawn.": "日付のある行をすべて表示。",
    "Drawn are the first {shown} of {total} rows with a date; left out: {left}.": (
        "日付のある{total}行のうち早い{shown}行を表示(省略{left}行)。"
    ),
    "Rows without a number: {number}. They are unknown, not zero.": (
        "数値のない行は{number}。ゼロではなく不明。"
    ),
    "Rows by the year of “{column}”": "「{column}」の年別の行数",
    "{dated} of {total} rows have a date.": "全{total}行中{dated}行に日付がある。",
    "Rows without a date: {number}. When they were is unknown.": (
        "日付のない行は{number}。時期は不明。"
    ),
    "Each column counts {step} years, from the one below it.": (
        "一本の棒は、下に記した年からの{step}年間を数える。"
    ),
    "A year without a column has no row here; that is not proof of none.": (
        "棒のない年はこの回答に行がないだけで、何もなかった証拠ではない。"
    ),
    "Timeline of “{columns}”": "「{columns}」の年表",
    "A dot is a day; a bar is a month or year of which the day is not stated.": (
        "点は日付、帯は日が示されていない月または年。"
    ),
    "Filled marks are “{first}”, hollow ones “{second}”; where there is no hollow one, that is "
    "unknown.": "塗りつぶしは「{first}」、白抜きは「{second}」。白抜きがなければ不明。",
    "Network of “{first}” and “{second}”": "「{first}」と「{second}」のネットワーク",
    "A line joins two things that stand in one row: {nodes} things, {ties} lines.": (
        "同じ行にある二つを線で結ぶ。点{nodes}、線{ties}。"
    ),
    "A line joins two things that stand in one row. Drawn are {ties} of {all_ties} lines "
    "and {nodes} of {all_nodes} things: of each thing the same share, its heaviest lines first.": (
        "同じ行にある二つを線で結ぶ。全{all_ties}本のうち{ties}本、全{all_nodes}のうち{nodes}を表示"
        "(それぞれ同じ割合だけ、重い線から選ぶ)。"
    ),
    "other things": "その他",
    "Lines are as wide as “{column}”.": "線の太さは「{column}」。",
    "Rows that lack one of the two: {number}. What it is tied to is unknown.": (
        "一方がない行は{number}。何と結び付くかは不明。"
    ),
    "Rows that say no and are no line: {number}.": "「いいえ」のため線にしない行は{number}。",
    "Rows that name one thing twice and are no line: {number}.": (
        "同じものを二度挙げるため線にしない行は{number}。"
    ),
    "Dashed lines, unknown in size or in fact: {number}.": (
        "大きさまたは事実が不明な破線は{number}。"
    ),
    "Things without room for their name: {number}.": "名前を書く余地のない点は{number}。",
}
