// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <torch/types.h>

#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace avs::nn {

/// The vocabulary file is missing or is another file; what() is a sentence that says what to do.
class VocabularyError : public std::runtime_error
{
public:
    using std::runtime_error::runtime_error;
};

/// CLIP's byte-pair encoding (openai/CLIP, simple_tokenizer.py) as ImageBind uses it. Text is UTF-8; it is
/// cleaned by replacing common HTML entities, collapsing white space and lower-casing (the original also
/// repairs wrongly decoded text with ftfy, which changes nothing in well-formed labels). Immutable; any
/// thread.
class ClipTokenizer
{
public:
    static constexpr std::int64_t kStartId = 49406;
    static constexpr std::int64_t kEndId = 49407; ///< the largest id
    static constexpr std::int64_t kVocabularySize = 49408;
    static constexpr std::int64_t kContextLength = 77;

    /// Reads bpe_simple_vocab_16e6.txt (decompressed) and verifies its checksum. Throws VocabularyError.
    [[nodiscard]] static ClipTokenizer fromFile(const std::string& vocabularyPath);

    /// Ids without start and end.
    [[nodiscard]] std::vector<std::int64_t> encode(std::string_view text) const;
    /// The text of ids, a space after each word. Throws std::out_of_range for an id that is none.
    [[nodiscard]] std::string decode(const std::vector<std::int64_t>& ids) const;

    /// What happens to a text of more than 75 tokens: it is refused (InputError with the text and its number
    /// of tokens); or cut, by ImageBind's present code keeping the end token, by the older copy in TAViS
    /// without.
    enum class LongText
    {
        Refuse,
        KeepEnd,
        LoseEnd
    };
    /// [start, ids…, end], padded with 0: [texts, 77] int64.
    [[nodiscard]] torch::Tensor tokenize(const std::vector<std::string>& texts,
                                         LongText longText = LongText::Refuse) const;

private:
    struct Merge
    {
        std::int32_t rank = 0;
        std::int32_t id = 0;
    };

    ClipTokenizer() = default;
    void addMerges(const std::vector<std::string>& lines);
    void appendWord(std::vector<std::int64_t>& ids, const std::string& utf8) const;

    std::vector<std::string> m_symbols;                  ///< id -> characters that stand for bytes
    std::unordered_map<std::uint64_t, Merge> m_merges;   ///< pair of ids -> merged id
    std::vector<std::int32_t> m_byteIds;                 ///< byte -> id
    std::unordered_map<char32_t, unsigned char> m_bytes; ///< character -> byte
};

} // namespace avs::nn
