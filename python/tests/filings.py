"""Filings that nobody filed: made in any number, always the same ones, with hits, nulls and odd texts among them."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pyarrow as pa

ID, NAME, SCOPE = "统一社会信用代码", "企业名称", "经营范围"
PLACES = ["北京", "上海", "杭州", "深圳", "郑州", "成都", "厦门", "西安"]
WORDS = ["恒信", "闽江", "天工", "海通", "博远", "星河", "云起", "正大", "NORWAY", "华矿"]
TRADES = ["科技", "贸易", "网络", "食品", "机械", "物流", "数据", "建筑"]
ITEMS = ["软件开发", "技术咨询", "日用百货销售", "货物进出口", "餐饮服务", "煤矿机械制造", "数据加密、资产管理", "物业管理",
         "普通货运", "证券投资咨询", "纪念币销售", "广告设计", "会议服务（不含住宿）", "Ｉ类医疗器械销售", "種植業", "  ", "仓储服务"]
HITS = ["虚拟货币交易", "虛擬貨幣兌換", "虚.拟.货.币", "稳定币发行", "RWA代币化", "加密 资产服务", "“虚拟”货币", "虚拟huo币", "虚拟贷币",
        "ＵＳＤＴ兑换", "(不含虚拟货币交易)", "虚&#25311;货币", "𝐑𝐖𝐀 咨询", "禾急定币"]
ODD = ["软件开发...", "无", "N/A", "#REF!", "=1+1", "甲\"乙\"丙", "一\n二", "\u202e币定稳", "锟斤拷", "😀虚\u200b拟货币", "\ufeff甲", "???????",
       "a\\b\t稳,定币", "ÆóÒµ", "\u2028RWA", "虚\ue000货币"]


def rows(count: int) -> Iterator[tuple[str | None, str | None, str | None]]:
    """Id, name and scope of each filing; one in twenty has a hit, one in fifty a null."""
    chance = random.Random(20260206)
    for number in range(count):
        name = chance.choice(PLACES) + chance.choice(WORDS) + chance.choice(TRADES) + "有限公司"
        scope = chance.sample(ITEMS, chance.randint(1, 6))
        kind = chance.random()
        if kind < 0.04:
            scope.insert(chance.randint(0, len(scope)), chance.choice(HITS))
        elif kind < 0.05:
            name = chance.choice(WORDS) + chance.choice(HITS) + "有限公司"
        elif kind < 0.07:
            scope = [chance.choice(ODD)]
        filing = [f"91{number:016}", name, "；".join(scope)]
        if chance.random() < 0.02:
            filing[chance.randint(0, 2)] = None
        yield tuple(filing)


def table(count: int) -> pa.Table:
    """The filings as texts of pyarrow."""
    columns = zip(*rows(count))
    return pa.table({header: pa.array(values, pa.string()) for header, values in zip([ID, NAME, SCOPE], columns)})
