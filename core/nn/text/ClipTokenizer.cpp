// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/text/ClipTokenizer.h"

#include "core/nn/InputError.h"
#include "core/nn/text/HtmlEntities.h"
#include "core/nn/text/Unicode.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <optional>

namespace avs::nn {

namespace {

constexpr std::string_view kHeader = "\"bpe_simple_vocab_16e6.txt#version";
constexpr std::size_t kMergeCount = 49152 - 256 - 2;
constexpr std::uint64_t kMergeChecksum = 0x84ddd99cc594e5a6; // FNV-1a of the merges, each with its line's end
constexpr std::int32_t kEndOfWord = 256; // added to a byte's id: the same byte as the last of a word
constexpr std::string_view kEndOfWordText = "</w>";
constexpr std::u32string_view kStartText = U"<|startoftext|>";
constexpr std::u32string_view kEndText = U"<|endoftext|>";

std::uint64_t pairKey(std::int64_t left, std::int64_t right)
{
    return (static_cast<std::uint64_t>(left) << 32) | static_cast<std::uint64_t>(right);
}

/// The bytes in the vocabulary's order: first those that are printable in Latin-1, which stand for
/// themselves.
std::vector<unsigned char> byteOrder()
{
    const auto printable = [](int b) { return (b >= 33 && b <= 126) || (b >= 161 && b <= 172) || b >= 174; };
    std::vector<unsigned char> order;
    for (const bool wanted : {true, false}) {
        for (int b = 0; b < 256; ++b) {
            if (printable(b) == wanted)
                order.push_back(static_cast<unsigned char>(b));
        }
    }
    return order;
}

std::uint64_t checksumOf(const std::vector<std::string>& lines)
{
    std::uint64_t hash = 0xcbf29ce484222325;
    const auto add = [&hash](char c) { hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3; };
    for (const auto& line : lines) {
        for (const char c : line)
            add(c);
        add('\n');
    }
    return hash;
}

std::vector<std::string> readMergeLines(const std::string& path)
{
    std::ifstream file(path, std::ios::binary);
    if (!file)
        throw VocabularyError(path + " is missing; ./run.sh fetches the vocabulary.");
    std::string line;
    std::getline(file, line);
    std::vector<std::string> lines;
    if (line.starts_with(kHeader)) {
        while (lines.size() < kMergeCount && std::getline(file, line)) {
            if (!line.empty() && line.back() == '\r')
                line.pop_back();
            lines.push_back(std::move(line));
        }
    }
    if (lines.size() != kMergeCount || checksumOf(lines) != kMergeChecksum)
        throw VocabularyError(path + " is not CLIP's vocabulary; delete it and let ./run.sh fetch it again.");
    return lines;
}

std::u32string clean(std::string_view text)
{
    const auto plain = unescapeHtml(unescapeHtml(fromUtf8(text)));
    std::u32string out;
    for (const char32_t c : plain) {
        if (!isSpace(c))
            out += toLower(c);
        else if (!out.empty() && out.back() != U' ')
            out += U' ';
    }
    if (!out.empty() && out.back() == U' ')
        out.pop_back();
    return out;
}

/// Length of the word that begins `text`, which begins with no space; the alternatives in the original's
/// order.
std::size_t wordLength(std::u32string_view text)
{
    constexpr std::array<std::u32string_view, 9> kFixed = {kStartText, kEndText, U"'s",  U"'t", U"'re",
                                                           U"'ve",     U"'m",    U"'ll", U"'d"};
    for (const auto fixed : kFixed) {
        if (text.starts_with(fixed))
            return fixed.size();
    }
    if (isNumber(text[0]))
        return 1;
    const bool letters = isLetter(text[0]);
    std::size_t length = 1;
    while (length < text.size()) {
        const auto c = text[length];
        const bool fits = letters ? isLetter(c) : !isSpace(c) && !isLetter(c) && !isNumber(c);
        if (!fits)
            break;
        ++length;
    }
    return length;
}

} // namespace

ClipTokenizer ClipTokenizer::fromFile(const std::string& vocabularyPath)
{
    ClipTokenizer tokenizer;
    tokenizer.m_byteIds.resize(256);
    char32_t next = 256; // characters that stand for unprintable bytes
    for (const auto byte : byteOrder()) {
        const bool self = tokenizer.m_symbols.size() < 188;
        const auto character = self ? char32_t{byte} : next++;
        tokenizer.m_byteIds[byte] = static_cast<std::int32_t>(tokenizer.m_symbols.size());
        tokenizer.m_bytes.emplace(character, byte);
        appendUtf8(tokenizer.m_symbols.emplace_back(), character);
    }
    for (std::size_t i = 0; i < 256; ++i)
        tokenizer.m_symbols.push_back(tokenizer.m_symbols[i] + std::string(kEndOfWordText));
    tokenizer.addMerges(readMergeLines(vocabularyPath));
    return tokenizer;
}

void ClipTokenizer::addMerges(const std::vector<std::string>& lines)
{
    // Two merges can make the same string; the later id is the one that counts, so all ids come first.
    std::vector<std::pair<std::string, std::string>> pairs;
    for (const auto& line : lines) {
        const auto space = line.find(' ');
        pairs.emplace_back(line.substr(0, space), line.substr(space + 1));
        m_symbols.push_back(pairs.back().first + pairs.back().second);
    }
    std::unordered_map<std::string, std::int32_t> ids;
    for (std::size_t i = 0; i < m_symbols.size(); ++i)
        ids[m_symbols[i]] = static_cast<std::int32_t>(i);
    for (std::size_t i = 0; i < pairs.size(); ++i) {
        const auto& [left, right] = pairs[i];
        m_merges[pairKey(ids.at(left), ids.at(right))] = {.rank = static_cast<std::int32_t>(i),
                                                          .id = ids.at(left + right)};
    }
    for (const auto special : {kStartText, kEndText}) {
        auto& symbol = m_symbols.emplace_back();
        for (const char32_t c : special)
            appendUtf8(symbol, c);
    }
}

void ClipTokenizer::appendWord(std::vector<std::int64_t>& ids, const std::string& utf8) const
{
    std::vector<std::int64_t> word;
    for (const char c : utf8)
        word.push_back(m_byteIds[static_cast<unsigned char>(c)]);
    word.back() += kEndOfWord;
    while (word.size() > 1) {
        std::optional<Merge> best;
        std::uint64_t bestKey = 0;
        for (std::size_t i = 0; i + 1 < word.size(); ++i) {
            const auto it = m_merges.find(pairKey(word[i], word[i + 1]));
            if (it != m_merges.end() && (!best || it->second.rank < best->rank)) {
                best = it->second;
                bestKey = it->first;
            }
        }
        if (!best)
            break;
        std::size_t kept = 0;
        for (std::size_t i = 0; i < word.size(); ++i) {
            const bool merge = i + 1 < word.size() && pairKey(word[i], word[i + 1]) == bestKey;
            word[kept++] = merge ? best->id : word[i];
            i += merge ? 1 : 0;
        }
        word.resize(kept);
    }
    ids.insert(ids.end(), word.begin(), word.end());
}

std::vector<std::int64_t> ClipTokenizer::encode(std::string_view text) const
{
    const auto cleaned = clean(text);
    std::vector<std::int64_t> ids;
    std::u32string_view rest = cleaned;
    while (!rest.empty()) {
        if (isSpace(rest[0])) {
            rest.remove_prefix(1);
            continue;
        }
        const auto word = rest.substr(0, wordLength(rest));
        rest.remove_prefix(word.size());
        if (word == kStartText || word == kEndText) {
            ids.push_back(word == kStartText ? kStartId : kEndId);
            continue;
        }
        std::string utf8;
        for (const char32_t c : word)
            appendUtf8(utf8, c);
        appendWord(ids, utf8);
    }
    return ids;
}

std::string ClipTokenizer::decode(const std::vector<std::int64_t>& ids) const
{
    std::string bytes;
    for (const auto id : ids) {
        for (const char32_t c : fromUtf8(m_symbols.at(static_cast<std::size_t>(id))))
            bytes += static_cast<char>(m_bytes.at(c));
    }
    std::string out;
    for (const char32_t c : fromUtf8(bytes))
        appendUtf8(out, c);
    for (auto at = out.find(kEndOfWordText); at != std::string::npos; at = out.find(kEndOfWordText, at))
        out.replace(at, kEndOfWordText.size(), " ");
    return out;
}

torch::Tensor ClipTokenizer::tokenize(const std::vector<std::string>& texts, LongText longText) const
{
    const auto rows = static_cast<std::int64_t>(texts.size());
    auto out = torch::zeros({rows, kContextLength}, torch::kLong);
    auto* row = out.mutable_data_ptr<std::int64_t>();
    for (const auto& text : texts) {
        auto ids = encode(text);
        if (longText == LongText::Refuse && static_cast<std::int64_t>(ids.size()) > kContextLength - 2)
            throw InputError(c10::str("the text \"", text, "\" has ", ids.size(), " tokens; at most ",
                                      kContextLength - 2, " can be read"));
        ids.insert(ids.begin(), kStartId);
        const auto room = static_cast<std::size_t>(kContextLength - (longText == LongText::LoseEnd ? 0 : 1));
        ids.resize(std::min(ids.size(), room));
        if (ids.size() < static_cast<std::size_t>(kContextLength))
            ids.push_back(kEndId);
        std::copy(ids.begin(), ids.end(), row);
        row += kContextLength;
    }
    return out;
}

} // namespace avs::nn
