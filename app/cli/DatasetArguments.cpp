// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/DatasetArguments.h"

namespace avs::cli {

void DatasetArguments::addTo(CLI::App& command)
{
    command
        .add_option("dataset", root,
                    "its root folder: AVSBench-semantic (metadata.csv), AVSBench-object S4 or MS3 "
                    "(s4_meta_data.csv, ms3_meta_data.csv) or AVS-Synthetic (annotations.csv)")
        ->required();
    command.add_option("--subset", subsets, "of AVSBench-semantic only these: v1s, v1m, v2")
        ->delimiter(',')
        ->allow_extra_args(false);
    command.add_option("--split-list", splitList,
                       "list of clips (.csv) to use instead of AVSBench-semantic's metadata.csv, such as "
                       "meta_v3_unseen.csv of the zero-shot split V3");
    command.add_option(
        "--masks-from", maskRoot,
        "AVSBench-semantic's folder, whose masks and sound replace those of AVSBench-object, as "
        "TAViS does");
}

formats::AvsDatasetOptions DatasetArguments::options() const
{
    formats::AvsDatasetOptions options;
    for (const std::string& subset : subsets)
        options.subsets.push_back(QString::fromStdString(subset));
    options.splitList = QString::fromStdString(splitList);
    options.maskRoot = QString::fromStdString(maskRoot);
    return options;
}

} // namespace avs::cli
