#!/usr/bin/env python3
"""Writes invented filings for compare.sh, the same ones in every run: UTF-8, LF, quotes only where they are needed.

usage: made.py SHAPE ROWS OUT.csv

SHAPE is one of two. `filings`: long scopes of few common items, about 370 bytes a row. `registry`: rows as a registry has them: about
265 bytes, half of the scopes under 55 characters, and characters as varied as those of names, a third of the items unlike any other.
Of 1,000 rows one (filings) or 0.6 (registry) has a named word, in some form; some tens have words that look like one at first.
"""
import csv
import random
import sys

ITEMS = """技术服务、技术开发、技术咨询、技术交流、技术转让、技术推广|软件开发|信息系统集成服务|货物进出口|技术进出口|数据处理服务
信息咨询服务（不含许可类信息咨询服务）|企业管理咨询|市场营销策划|广告设计、代理|广告制作|会议及展览服务|组织文化艺术交流活动
互联网销售（除销售需要许可的商品）|日用百货销售|办公用品销售|电子产品销售|机械设备销售|建筑材料销售|五金产品批发|物业管理
食品销售（仅销售预包装食品）|人工智能基础软件开发|物联网技术服务|国内货物运输代理|普通货物仓储服务|园林绿化工程施工
住宅室内装饰装修|机电设备安装|化工产品销售|餐饮服务|第二类增值电信业务|建设工程施工|汽车零配件零售|服装服饰批发|家具制造
水果种植|水产养殖|农药零售|图书报刊零售|房屋租赁|劳务派遣|洗染服务|棋牌室|理发|打字复印|钢材|煤炭|涂料|玻璃制品|皮革|橡胶
塑料制品|金属结构件加工|模具制造|电线电缆|仪器仪表维修|酒类经营|烟草零售|婚庆礼仪|摄影扩印|健身服务|家政服务|废旧物资回收""".replace("\n", "|").split("|")
NEAR = "资产管理|资产评估|纪念币零售|外币兑换|点币机|虚拟现实设备|数字电视|数字印刷|煤矿机械|货币专用设备|稳定剂|加密设备|FORWARD牌货架".split("|")
NAMED = "虚拟货币交易平台|虛擬貨幣兌換|ＲＷＡ代币化服务|稳 定 币 发行|加密资产托管|現實世界資產代幣化|虚\u200b拟\u200b资产管理|rwa项目".split("|")
TRADES = "科技 网络科技 信息技术 贸易 商贸 实业 文化传媒 餐饮管理 物流 建筑工程 电子商务 生物科技 投资咨询 机电设备 食品 农业".split()
PLACES = "北京 上海 广东 浙江 江苏 四川 湖北 福建 山东 河南 深圳市 杭州市 成都 西安 长沙市岳麓区".split()
FORMS = "有限公司 有限公司 股份有限公司 有限责任公司 合伙企业（有限合伙） 经营部 厂".split()
LICENCE = "（依法须经批准的项目，经相关部门批准后方可开展经营活动）"
# The characters that are in use: the first level of GB 2312.
COMMON = [bytes([lead, trail]).decode("gb2312") for lead in range(0xB0, 0xD7) for trail in range(0xA1, 0xFF)]
PIECES = "".join(ITEMS)
NEAR_SHARE, NAMED_SHARE = {"filings": 0.04, "registry": 0.03}, {"filings": 0.001, "registry": 0.0006}

shape, rows, out = sys.argv[1], int(sys.argv[2]), sys.argv[3]
pick = random.Random(20)


def character():
    return pick.choice(PIECES) if pick.random() < 0.8 else pick.choice(COMMON)


def item():
    if shape == "filings" or pick.random() < 0.66:
        return pick.choice(ITEMS)
    first, second = pick.choice(ITEMS), pick.choice(ITEMS)
    return character() + first[: pick.randint(1, 4)] + character() + second[-pick.randint(1, 4) :]


def scope():
    count = pick.randint(3, 18) if shape == "filings" else max(1, min(120, int(pick.lognormvariate(1.95, 0.8))))
    items = [item() for _ in range(count)]
    for words, share in ((NEAR, NEAR_SHARE[shape]), (NAMED, NAMED_SHARE[shape])):
        if pick.random() < share:
            items.insert(pick.randrange(len(items) + 1), pick.choice(words))
    if shape == "filings":
        return "；".join(items) + "。" + LICENCE
    text = items[0]
    for other in items[1:]:
        text += pick.choices("、；，。:;,", (283, 100, 57, 25, 13, 11, 4))[0] + other
    if pick.random() < 0.02:
        text += pick.choice("PVC LED KTV APP ISO ERP GPS T恤 O2O".split())
    return text + (LICENCE if pick.random() < 0.2 else "")


with open(out, "w", newline="", encoding="utf-8") as file:
    table = csv.writer(file, lineterminator="\n")
    table.writerow(["企业名称", "注册日期", "所在省份", "经营范围"])
    for _ in range(rows):
        place = pick.choice(PLACES)
        name = place + "".join(character() for _ in range(pick.choice([2, 2, 3, 4]))) + pick.choice(TRADES) + pick.choice(FORMS)
        date = f"{pick.randint(1978, 2025)}-{pick.randint(1, 12):02d}-{pick.randint(1, 28):02d}"
        table.writerow([name, date, place[:2], scope()])
