<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>CommandLine</name>
    <message>
        <source>Finds, pixel by pixel, what in a video makes the sound.</source>
        <translation>逐像素地找出视频中的发声物体。</translation>
    </message>
    <message>
        <source>Colours: system, light or dark; else those of the settings.</source>
        <translation>颜色：system、light 或 dark；缺省时采用设置中的颜色。</translation>
    </message>
    <message>
        <source>Print the milliseconds until the window can be used, then quit.</source>
        <translation>输出窗口可用之前所经过的毫秒数，然后退出。</translation>
    </message>
    <message>
        <source>A video, or a folder whose first video is opened.</source>
        <translation>一个视频，或一个文件夹（打开其中的第一个视频）。</translation>
    </message>
    <message>
        <source>“%1” is not a theme: use system, light or dark.</source>
        <translation>“%1”不是颜色主题：请使用 system、light 或 dark。</translation>
    </message>
    <message>
        <source>Give one file or folder only.</source>
        <translation>请只给出一个文件或文件夹。</translation>
    </message>
    <message>
        <source>The model to use (.safetensors); else that of the settings.</source>
        <translation>要使用的模型（.safetensors）；缺省时采用设置中的模型。</translation>
    </message>
    <message>
        <source>Where the model runs: auto, cpu or cuda; else as in the settings.</source>
        <translation>模型的运行位置：auto、cpu 或 cuda；缺省时按设置。</translation>
    </message>
</context>
<context>
    <name>avs::canvas::VideoView</name>
    <message>
        <source>Video</source>
        <translation>视频</translation>
    </message>
</context>
<context>
    <name>avs::dialogs::FilePrompts</name>
    <message>
        <source>Open clips</source>
        <translation>打开片段</translation>
    </message>
    <message>
        <source>Video, sound and pictures</source>
        <translation>视频、声音和图像</translation>
    </message>
    <message>
        <source>All files</source>
        <translation>所有文件</translation>
    </message>
    <message>
        <source>Open a folder of clips</source>
        <translation>打开含片段的文件夹</translation>
    </message>
    <message>
        <source>Open folder</source>
        <translation>打开文件夹</translation>
    </message>
    <message>
        <source>Export masks and overlay to a folder</source>
        <translation>将掩码和叠加视频导出到文件夹</translation>
    </message>
    <message>
        <source>Export here</source>
        <translation>导出到此处</translation>
    </message>
    <message>
        <source>Choose a model</source>
        <translation>选择模型</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>模型</translation>
    </message>
</context>
<context>
    <name>avs::formats</name>
    <message>
        <source>%1 names no classes; fetch the data set again.</source>
        <translation>%1 没有列出任何类别；请重新获取数据集。</translation>
    </message>
    <message>
        <source>The clip %1 has no frame %2.</source>
        <translation>片段 %1 没有第 %2 帧。</translation>
    </message>
    <message>
        <source>%1 has another size than its frame; fetch the data set again.</source>
        <translation>%1 的尺寸与其对应的帧不同；请重新获取数据集。</translation>
    </message>
    <message>
        <source>Nothing can be saved in %1, because that is a file; choose a folder.</source>
        <translation>无法保存到 %1，因为它是一个文件；请选择文件夹。</translation>
    </message>
    <message>
        <source>The disk of the folder %1 is full; free some space or choose another folder.</source>
        <translation>文件夹 %1 所在的磁盘已满；请释放一些空间或选择其他文件夹。</translation>
    </message>
    <message>
        <source>The folder %1 cannot be written to; choose another folder or ask for permission to write there.</source>
        <translation>无法写入文件夹 %1；请选择其他文件夹，或申请写入权限。</translation>
    </message>
    <message>
        <source>Saving into the folder %1 failed; choose another folder.</source>
        <translation>保存到文件夹 %1 失败；请选择其他文件夹。</translation>
    </message>
    <message>
        <source>Stopped before it was finished.</source>
        <translation>在完成之前已停止。</translation>
    </message>
    <message>
        <source>The file %1 does not exist; check the folder.</source>
        <translation>文件 %1 不存在；请检查文件夹。</translation>
    </message>
    <message>
        <source>The file %1 cannot be read; check its permissions.</source>
        <translation>无法读取文件 %1；请检查其权限。</translation>
    </message>
    <message>
        <source>%1 is not a whole PNG or JPEG picture; fetch or make it again.</source>
        <translation>%1 不是完整的 PNG 或 JPEG 图像；请重新获取或生成。</translation>
    </message>
    <message>
        <source>%1 cannot be written: Qt&apos;s plugin for %2 pictures is missing.</source>
        <translation>无法写入 %1：缺少 Qt 的 %2 图像插件。</translation>
    </message>
    <message>
        <source>%1 is not a picture of class numbers (palette or 8-bit grey).</source>
        <translation>%1 不是类别编号图像（调色板或 8 位灰度）。</translation>
    </message>
    <message>
        <source>%1 is damaged or incomplete; export the segmentation again.</source>
        <translation>%1 已损坏或不完整；请重新导出分割结果。</translation>
    </message>
    <message>
        <source>%1 is not a segmentation that this version can read; choose a folder that it exported.</source>
        <translation>%1 不是此版本能够读取的分割结果；请选择由它导出的文件夹。</translation>
    </message>
    <message>
        <source>%1 has another size than the other masks; export them again.</source>
        <translation>%1 的尺寸与其他掩码不同；请重新导出。</translation>
    </message>
    <message>
        <source>%1 has too few columns; it should name clip, second, category and split.</source>
        <translation>%1 的列数不足；应列出片段、秒、类别和划分。</translation>
    </message>
    <message>
        <source>%1 names more than 255 classes; its third column should be the category.</source>
        <translation>%1 列出的类别超过 255 个；其第三列应为类别。</translation>
    </message>
    <message>
        <source>The clip %1 has no counterpart in the folder %2 of %3.</source>
        <translation>片段 %1 在 %3 的文件夹 %2 中没有对应的片段。</translation>
    </message>
    <message>
        <source>%1 gives the clip %2 the class %3, which label2idx.json lacks.</source>
        <translation>%1 为片段 %2 给出了 label2idx.json 所没有的类别 %3。</translation>
    </message>
    <message>
        <source>%1 has no subset %2; it has %3.</source>
        <translation>%1 没有子集 %2；现有：%3。</translation>
    </message>
    <message>
        <source>%1 names the class %2 twice; correct it or fetch it again.</source>
        <translation>%1 两次列出类别 %2；请更正或重新获取该文件。</translation>
    </message>
    <message>
        <source>%1 does not number its classes from 0 without gaps (%2); fetch the data set again.</source>
        <translation>%1 的类别没有从 0 开始连续编号（%2）；请重新获取数据集。</translation>
    </message>
    <message>
        <source>%1 gives the number %2 to both %3 and %4; correct it or fetch it again.</source>
        <translation>%1 将编号 %2 同时给了 %3 和 %4；请更正或重新获取该文件。</translation>
    </message>
    <message>
        <source>%1 is no data set of a known layout: it holds neither metadata.csv (AVSBench-semantic), s4_meta_data.csv (AVSBench-object S4), ms3_meta_data.csv (MS3) nor annotations.csv (AVS-Synthetic); choose the folder with one of them.</source>
        <translation>%1 不是已知结构的数据集：其中没有 metadata.csv（AVSBench-semantic）、s4_meta_data.csv（AVSBench-object S4）、ms3_meta_data.csv（MS3）或 annotations.csv（AVS-Synthetic）；请选择含有其中之一的文件夹。</translation>
    </message>
    <message>
        <source>Subsets and split lists are for AVSBench-semantic, but %1 holds no metadata.csv.</source>
        <translation>子集和划分列表用于 AVSBench-semantic，但 %1 中没有 metadata.csv。</translation>
    </message>
    <message>
        <source>%1 has fewer than the nine columns of AVS-Synthetic; fetch it again.</source>
        <translation>%1 的列数少于 AVS-Synthetic 的九列；请重新获取该文件。</translation>
    </message>
    <message>
        <source>%1 lists the clip %2 more than once; it counts once.</source>
        <translation>%1 多次列出片段 %2；只计一次。</translation>
    </message>
    <message>
        <source>%1 lists the clip %2, which has no frames on disk.</source>
        <translation>%1 列出的片段 %2 在磁盘上没有帧。</translation>
    </message>
    <message>
        <source>%1 lacks the column(s) %2; fetch the file again or choose the folder of the data set that it belongs to.</source>
        <translation>%1 缺少列 %2；请重新获取该文件，或选择它所属数据集的文件夹。</translation>
    </message>
    <message>
        <source>The clip %1 names things that sound, but its masks are all empty.</source>
        <translation>片段 %1 列有发声物体，但其掩码全部为空。</translation>
    </message>
    <message>
        <source>%1 has %2×%3 pixels, but its picture %4×%5.</source>
        <translation>%1 为 %2×%3 像素，而其对应的图像为 %4×%5。</translation>
    </message>
    <message>
        <source>%1 has %2 in colours of no class, which count as background: %3.</source>
        <translation>%1 中有 %2 的颜色不属于任何类别，按背景计：%3。</translation>
    </message>
    <message>
        <source>%1 has %2 that are neither black nor white: %3.</source>
        <translation>%1 中有 %2 既非黑色也非白色：%3。</translation>
    </message>
    <message numerus="yes">
        <source>%1 has %n region(s) of fewer than %2 pixels (%3 together), the first at %4, %5 of the class %6.</source>
        <translation>
            <numerusform>%1 有 %n 个少于 %2 像素的区域（共 %3 像素），第一个位于 %4, %5，类别为 %6。</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 is silent, but the clip&apos;s masks show something that sounds.</source>
        <translation>%1 是静音的，但该片段的掩码中有发声物体。</translation>
    </message>
    <message>
        <source>The split %1 has no clips.</source>
        <translation>划分 %1 中没有片段。</translation>
    </message>
    <message numerus="yes">
        <source>%n line(s) of %1 have too few columns and were left out.</source>
        <translation>
            <numerusform>%1 中有 %n 行的列数不足，已被略过。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n pixel(s)</source>
        <translation>
            <numerusform>%n 个像素</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 names more than 255 classes; fetch the data set again.</source>
        <translation>%1 列出的类别超过 255 个；请重新获取数据集。</translation>
    </message>
    <message>
        <source>%1 is %2 and has masks of its own; masks of another set are for AVSBench-object.</source>
        <translation>%1 是 %2，有自己的掩码；其他数据集的掩码用于 AVSBench-object。</translation>
    </message>
    <message>
        <source>The mask %1 is missing, so the clip %2 counts only up to it; fetch it again.</source>
        <translation>缺少掩码 %1，因此片段 %2 只计到该处之前；请重新获取该文件。</translation>
    </message>
    <message>
        <source>%1 names more than 255 classes; its fifth column should be the class.</source>
        <translation>%1 列出的类别超过 255 个；其第五列应为类别名称。</translation>
    </message>
    <message numerus="yes">
        <source>%1 is missing, so %n picture(s) after it are not used.</source>
        <translation>
            <numerusform>缺少 %1，因此其后的 %n 张图片未被使用。</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 is missing, though its mask is there; fetch it again.</source>
        <translation>缺少 %1，但其掩码存在；请重新获取该文件。</translation>
    </message>
    <message>
        <source>The data set has no sound for the clip %1; tavis dataset check says why.</source>
        <translation>数据集没有片段 %1 的声音；tavis dataset check 会说明原因。</translation>
    </message>
    <message>
        <source>None of the sounds that %1 lists for the class %2 is in audios.</source>
        <translation>%1 为类别 %2 列出的声音都不在 audios 中。</translation>
    </message>
    <message>
        <source>%1 is missing; fetch the data set again.</source>
        <translation>缺少 %1；请重新获取数据集。</translation>
    </message>
    <message>
        <source>%1 cannot be read; check its permissions.</source>
        <translation>无法读取 %1；请检查其权限。</translation>
    </message>
    <message>
        <source>%1 is no Python dictionary from class numbers to lists of sounds; fetch it again.</source>
        <translation>%1 不是从类别编号到声音列表的 Python 字典；请重新获取。</translation>
    </message>
    <message numerus="yes">
        <source>The data set has %n oddity(ies); tavis dataset check names them.</source>
        <translation>
            <numerusform>数据集有 %n 处异常；tavis dataset check 会逐一列出。</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>avs::jobs</name>
    <message>
        <source>Not enough memory is free. Close other programs or use a shorter clip.</source>
        <translation>可用内存不足。请关闭其他程序，或使用较短的片段。</translation>
    </message>
    <message>
        <source>This step failed inside a library (%1).</source>
        <translation>此步骤在某个程序库中失败（%1）。</translation>
    </message>
</context>
<context>
    <name>avs::jobs::DecodeWorker</name>
    <message>
        <source>The folder “%1” holds no video or sound that can be opened. Choose another folder or a file.</source>
        <translation>文件夹“%1”中没有可以打开的视频或声音。请选择其他文件夹或文件。</translation>
    </message>
</context>
<context>
    <name>avs::jobs::ModelWorker</name>
    <message>
        <source>No model is loaded.</source>
        <translation>尚未加载模型。</translation>
    </message>
</context>
<context>
    <name>avs::main::ActionRegistry</name>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Playback</source>
        <translation>播放</translation>
    </message>
    <message>
        <source>Timeline</source>
        <translation>时间轴</translation>
    </message>
    <message>
        <source>Video view</source>
        <translation>视频视图</translation>
    </message>
    <message>
        <source>Segmentation</source>
        <translation>分割</translation>
    </message>
    <message>
        <source>Window</source>
        <translation>窗口</translation>
    </message>
    <message>
        <source>Help</source>
        <translation>帮助</translation>
    </message>
</context>
<context>
    <name>avs::main::Actions</name>
    <message>
        <source>&amp;Open…</source>
        <translation>打开(&amp;O)…</translation>
    </message>
    <message>
        <source>Open &amp;folder…</source>
        <translation>打开文件夹(&amp;F)…</translation>
    </message>
    <message>
        <source>&amp;Export…</source>
        <translation>导出(&amp;E)…</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>退出(&amp;Q)</translation>
    </message>
    <message>
        <source>To the start</source>
        <translation>到开头</translation>
    </message>
    <message>
        <source>One frame back</source>
        <translation>后退一帧</translation>
    </message>
    <message>
        <source>Play or pause</source>
        <translation>播放或暂停</translation>
    </message>
    <message>
        <source>One frame on</source>
        <translation>前进一帧</translation>
    </message>
    <message>
        <source>To the end</source>
        <translation>到结尾</translation>
    </message>
    <message>
        <source>One second back</source>
        <translation>后退一秒</translation>
    </message>
    <message>
        <source>One second on</source>
        <translation>前进一秒</translation>
    </message>
    <message>
        <source>Mute</source>
        <translation>静音</translation>
    </message>
    <message>
        <source>Zoom &amp;in</source>
        <translation>放大(&amp;I)</translation>
    </message>
    <message>
        <source>Zoom &amp;out</source>
        <translation>缩小(&amp;O)</translation>
    </message>
    <message>
        <source>Act&amp;ual pixels</source>
        <translation>实际像素(&amp;U)</translation>
    </message>
    <message>
        <source>&amp;Fit into the window</source>
        <translation>适合窗口(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Segment</source>
        <translation>分割(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Cancel</source>
        <translation>取消(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;1 moment a second</source>
        <translation>每秒 &amp;1 个时刻</translation>
    </message>
    <message>
        <source>&amp;2 moments a second</source>
        <translation>每秒 &amp;2 个时刻</translation>
    </message>
    <message>
        <source>&amp;5 moments a second</source>
        <translation>每秒 &amp;5 个时刻</translation>
    </message>
    <message>
        <source>&amp;Clip list</source>
        <translation>片段列表(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Segmentation panel</source>
        <translation>分割面板(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Audio views</source>
        <translation>音频视图(&amp;A)</translation>
    </message>
    <message>
        <source>Acti&amp;vity and messages</source>
        <translation>活动与消息(&amp;V)</translation>
    </message>
    <message>
        <source>&amp;Reset layout</source>
        <translation>重置布局(&amp;R)</translation>
    </message>
    <message>
        <source>Colours of the &amp;system</source>
        <translation>系统颜色(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Light colours</source>
        <translation>浅色(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Dark colours</source>
        <translation>深色(&amp;D)</translation>
    </message>
    <message>
        <source>Se&amp;ttings…</source>
        <translation>设置(&amp;T)…</translation>
    </message>
    <message>
        <source>&amp;Keyboard shortcuts…</source>
        <translation>键盘快捷键(&amp;K)…</translation>
    </message>
    <message>
        <source>&amp;About TAViS Studio</source>
        <translation>关于 TAViS Studio(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>文件(&amp;F)</translation>
    </message>
    <message>
        <source>Open &amp;recent</source>
        <translation>最近打开(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Playback</source>
        <translation>播放(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Timeline</source>
        <translation>时间轴(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Window of the plain spectrogram</source>
        <translation>普通频谱图的窗长(&amp;W)</translation>
    </message>
    <message>
        <source>&amp;Segmentation</source>
        <translation>分割(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>视图(&amp;V)</translation>
    </message>
    <message>
        <source>&amp;Colours</source>
        <translation>颜色(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>帮助(&amp;H)</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Play</source>
        <translation>播放</translation>
    </message>
    <message>
        <source>Zoom the timeline &amp;in</source>
        <translation>放大时间轴(&amp;I)</translation>
    </message>
    <message>
        <source>Zoom the timeline &amp;out</source>
        <translation>缩小时间轴(&amp;O)</translation>
    </message>
    <message>
        <source>Show the &amp;whole clip</source>
        <translation>显示整个片段(&amp;W)</translation>
    </message>
    <message>
        <source>Zoom to the &amp;selection</source>
        <translation>缩放到选区(&amp;S)</translation>
    </message>
    <message>
        <source>Select &amp;nothing</source>
        <translation>取消选择(&amp;N)</translation>
    </message>
    <message>
        <source>&amp;Channels apart</source>
        <translation>分开显示声道(&amp;C)</translation>
    </message>
    <message>
        <source>No spectrogram</source>
        <translation>不显示频谱图</translation>
    </message>
    <message>
        <source>Spectrogram as the &amp;model hears it (mel)</source>
        <translation>模型所听到的频谱图（梅尔）(&amp;M)</translation>
    </message>
    <message>
        <source>&amp;Plain spectrogram</source>
        <translation>普通频谱图(&amp;P)</translation>
    </message>
    <message>
        <source>512 samples</source>
        <translation>512 个采样</translation>
    </message>
    <message>
        <source>1024 samples</source>
        <translation>1024 个采样</translation>
    </message>
    <message>
        <source>2048 samples</source>
        <translation>2048 个采样</translation>
    </message>
    <message>
        <source>4096 samples</source>
        <translation>4096 个采样</translation>
    </message>
    <message>
        <source>8192 samples</source>
        <translation>8192 个采样</translation>
    </message>
    <message>
        <source>&amp;Logarithmic frequencies</source>
        <translation>对数频率(&amp;L)</translation>
    </message>
    <message>
        <source>Ruler in &amp;frames</source>
        <translation>以帧为单位的标尺(&amp;F)</translation>
    </message>
    <message>
        <source>Play &amp;backwards, then faster</source>
        <translation>倒放，再按则加速(&amp;B)</translation>
    </message>
    <message>
        <source>&amp;Stop playing</source>
        <translation>停止播放(&amp;S)</translation>
    </message>
    <message>
        <source>Play &amp;forwards, then faster</source>
        <translation>正放，再按则加速(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Slower</source>
        <translation>更慢(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Faster</source>
        <translation>更快(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Normal speed</source>
        <translation>正常速度(&amp;N)</translation>
    </message>
    <message>
        <source>&amp;Loop the selection or the clip</source>
        <translation>循环播放选区或片段(&amp;L)</translation>
    </message>
    <message>
        <source>Set or remove a &amp;marker here</source>
        <translation>在此设置或移除标记(&amp;M)</translation>
    </message>
    <message>
        <source>To the marker before</source>
        <translation>到上一个标记</translation>
    </message>
    <message>
        <source>To the next marker</source>
        <translation>到下一个标记</translation>
    </message>
    <message>
        <source>&amp;Remove all markers</source>
        <translation>移除所有标记(&amp;R)</translation>
    </message>
</context>
<context>
    <name>avs::main::Activity</name>
    <message>
        <source>Opening %1…</source>
        <translation>正在打开 %1…</translation>
    </message>
    <message>
        <source>Finding the frames of %1</source>
        <translation>正在查找 %1 的帧</translation>
    </message>
    <message>
        <source>Segmenting %1</source>
        <translation>正在分割 %1</translation>
    </message>
    <message>
        <source>Exporting %1</source>
        <translation>正在导出 %1</translation>
    </message>
    <message>
        <source>Loading the model</source>
        <translation>正在加载模型</translation>
    </message>
    <message>
        <source>Reading the sound of %1</source>
        <translation>正在读取 %1 的声音</translation>
    </message>
</context>
<context>
    <name>avs::main::CheatSheet</name>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>键盘快捷键</translation>
    </message>
    <message>
        <source>Search for an action or a key</source>
        <translation>搜索操作或按键</translation>
    </message>
    <message>
        <source>Nothing of that name.</source>
        <translation>没有匹配的内容。</translation>
    </message>
</context>
<context>
    <name>avs::main::ClipBrowser</name>
    <message numerus="yes">
        <source>There are more than %n file(s); the rest was left out. Open a folder farther down.</source>
        <translation>
            <numerusform>文件超过 %n 个；其余已略过。请打开更下层的文件夹。</numerusform>
        </translation>
    </message>
    <message>
        <source>Clear this list</source>
        <translation>清空此列表</translation>
    </message>
</context>
<context>
    <name>avs::main::Docks</name>
    <message>
        <source>Clips</source>
        <translation>片段</translation>
    </message>
    <message>
        <source>Audio</source>
        <translation>音频</translation>
    </message>
    <message>
        <source>Segmentation</source>
        <translation>分割</translation>
    </message>
    <message>
        <source>Activity</source>
        <translation>活动</translation>
    </message>
</context>
<context>
    <name>avs::main::GeneralPage</name>
    <message>
        <source>&amp;Language:</source>
        <translation>语言(&amp;L)：</translation>
    </message>
    <message>
        <source>The system&apos;s</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <source>&amp;Colours:</source>
        <translation>颜色(&amp;C)：</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
</context>
<context>
    <name>avs::main::MainWindow</name>
    <message>
        <source>Show folder</source>
        <translation>显示文件夹</translation>
    </message>
    <message>
        <source>Step %1 of %2</source>
        <translation>第 %1 步，共 %2 步</translation>
    </message>
    <message>
        <source>Waiting for the model…</source>
        <translation>正在等待模型…</translation>
    </message>
    <message>
        <source>Looking and listening…</source>
        <translation>正在看和听…</translation>
    </message>
    <message>
        <source>Exporting… %1 %</source>
        <translation>正在导出… %1 %</translation>
    </message>
    <message>
        <source>Opening %1…</source>
        <translation>正在打开 %1…</translation>
    </message>
    <message>
        <source>Drop a video here, or open one (%1)</source>
        <translation>将视频拖放到此处，或打开一个视频（%1）</translation>
    </message>
    <message>
        <source>This file has no pictures</source>
        <translation>此文件没有画面</translation>
    </message>
    <message>
        <source>The model could not be loaded, so nothing can be segmented.</source>
        <translation>模型未能加载，因此无法进行分割。</translation>
    </message>
    <message>
        <source>Open a clip first.</source>
        <translation>请先打开一个片段。</translation>
    </message>
    <message>
        <source>Classes appear here as soon as they are found.</source>
        <translation>找到的类别会立即显示在这里。</translation>
    </message>
    <message>
        <source>Press Segment to find what makes the sound, and as what.</source>
        <translation>按“分割”即可找出发声物体及其类别。</translation>
    </message>
    <message>
        <source>%1 – TAViS Studio</source>
        <translation>%1 – TAViS Studio</translation>
    </message>
    <message>
        <source>TAViS Studio</source>
        <translation>TAViS Studio</translation>
    </message>
    <message>
        <source>About TAViS Studio</source>
        <translation>关于 TAViS Studio</translation>
    </message>
    <message>
        <source>&lt;b&gt;TAViS Studio %1&lt;/b&gt;&lt;br&gt;Finds, pixel by pixel, what in a video makes the sound.&lt;br&gt;Free software under the GNU GPL, version 3 or later.</source>
        <translation>&lt;b&gt;TAViS Studio %1&lt;/b&gt;&lt;br&gt;逐像素地找出视频中的发声物体。&lt;br&gt;自由软件，采用 GNU GPL 第 3 版或更新版本授权。</translation>
    </message>
</context>
<context>
    <name>avs::main::ModelPage</name>
    <message>
        <source>File:</source>
        <translation>文件：</translation>
    </message>
    <message>
        <source>Runs &amp;on:</source>
        <translation>计算设备(&amp;O)：</translation>
    </message>
    <message>
        <source>&amp;Choose…</source>
        <translation>选择(&amp;C)…</translation>
    </message>
    <message>
        <source>Use the &amp;program&apos;s own</source>
        <translation>使用程序自带的模型(&amp;P)</translation>
    </message>
    <message>
        <source>The graphics card, where there is one that can</source>
        <translation>显卡（如有可用的显卡）</translation>
    </message>
    <message>
        <source>The processor</source>
        <translation>处理器</translation>
    </message>
    <message>
        <source>The graphics card (NVIDIA)</source>
        <translation>显卡（NVIDIA）</translation>
    </message>
    <message>
        <source>The model that comes with the program</source>
        <translation>程序自带的模型</translation>
    </message>
    <message>
        <source>Loading model…</source>
        <translation>正在加载模型…</translation>
    </message>
    <message>
        <source>No model is loaded.</source>
        <translation>尚未加载模型。</translation>
    </message>
    <message numerus="yes">
        <source>%n class(es)</source>
        <translation>
            <numerusform>%n 个类别</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>avs::main::PixelStatus</name>
    <message>
        <source>alpha %1</source>
        <translation>透明度 %1</translation>
    </message>
    <message>
        <source>The pixel under the pointer: column, row, colour and class</source>
        <translation>指针下的像素：列、行、颜色和类别</translation>
    </message>
    <message>
        <source>How many pixels of the screen one of the picture takes</source>
        <translation>画面的一个像素占屏幕的像素数</translation>
    </message>
    <message>
        <source>Fit, %1 %</source>
        <translation>适合窗口，%1 %</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
</context>
<context>
    <name>avs::main::PlaybackPage</name>
    <message>
        <source>&amp;Memory for frames:</source>
        <translation>帧缓存(&amp;M)：</translation>
    </message>
    <message>
        <source> MB</source>
        <translation> MB</translation>
    </message>
    <message>
        <source>Decoded frames are kept, so that going back to them is immediate.</source>
        <translation>已解码的帧会保留下来，以便立即返回。</translation>
    </message>
    <message>
        <source>Decode on the &amp;graphics card where that works</source>
        <translation>在可行时用显卡解码(&amp;G)</translation>
    </message>
    <message>
        <source>Holds for the clips that are opened from now on.</source>
        <translation>对此后打开的片段生效。</translation>
    </message>
</context>
<context>
    <name>avs::main::SettingsDialog</name>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>General</source>
        <translation>常规</translation>
    </message>
    <message>
        <source>Playback</source>
        <translation>播放</translation>
    </message>
    <message>
        <source>Shortcuts</source>
        <translation>快捷键</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
</context>
<context>
    <name>avs::main::ShortcutsPage</name>
    <message>
        <source>Search for an action or a key</source>
        <translation>搜索操作或按键</translation>
    </message>
    <message>
        <source>Action</source>
        <translation>操作</translation>
    </message>
    <message>
        <source>Shortcut</source>
        <translation>快捷键</translation>
    </message>
    <message>
        <source>Click here, then press keys</source>
        <translation>点击此处，然后按键</translation>
    </message>
    <message>
        <source>Use it here</source>
        <translation>用于此处</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Leave the chosen action without a shortcut</source>
        <translation>使所选操作没有快捷键</translation>
    </message>
    <message>
        <source>Reset</source>
        <translation>重置</translation>
    </message>
    <message>
        <source>Give the chosen action back the shortcut it came with</source>
        <translation>恢复所选操作的默认快捷键</translation>
    </message>
    <message>
        <source>Reset all</source>
        <translation>全部重置</translation>
    </message>
    <message>
        <source>Give every action back the shortcut it came with</source>
        <translation>恢复所有操作的默认快捷键</translation>
    </message>
    <message>
        <source>Choose an action to change its shortcut.</source>
        <translation>请选择一个操作以更改其快捷键。</translation>
    </message>
    <message>
        <source>%1 already means “%2”.</source>
        <translation>%1 已用于“%2”。</translation>
    </message>
</context>
<context>
    <name>avs::main::StatusLine</name>
    <message>
        <source>Opening %1…</source>
        <translation>正在打开 %1…</translation>
    </message>
    <message>
        <source>No clip</source>
        <translation>没有片段</translation>
    </message>
    <message>
        <source>%1 fps</source>
        <translation>%1 帧/秒</translation>
    </message>
    <message>
        <source>%1 kHz</source>
        <translation>%1 kHz</translation>
    </message>
    <message>
        <source>no sound</source>
        <translation>没有声音</translation>
    </message>
    <message>
        <source>Loading model…</source>
        <translation>正在加载模型…</translation>
    </message>
    <message>
        <source>No model</source>
        <translation>没有模型</translation>
    </message>
</context>
<context>
    <name>avs::models::ClipListModel</name>
    <message>
        <source>sound only</source>
        <translation>仅有声音</translation>
    </message>
    <message>
        <source>cannot be opened</source>
        <translation>无法打开</translation>
    </message>
</context>
<context>
    <name>avs::models::ClipSession</name>
    <message>
        <source>The model found nothing in “%1” that makes a sound it knows.</source>
        <translation>模型在“%1”中没有找到它认识的发声物体。</translation>
    </message>
    <message>
        <source>Exported to “%1”.</source>
        <translation>已导出到“%1”。</translation>
    </message>
    <message>
        <source>“%1” has no sound: it can be segmented, but the model hears only silence.</source>
        <translation>“%1”没有声音：可以分割，但模型只能听到静音。</translation>
    </message>
    <message>
        <source>“%1” has no pictures: it can be heard, but there is nothing to segment. Open a video instead.</source>
        <translation>“%1”没有画面：可以听，但没有可分割的内容。请改为打开视频。</translation>
    </message>
</context>
<context>
    <name>avs::models::LegendModel</name>
    <message numerus="yes">
        <source>%1: in %n step(s), %2 % of the time looked at</source>
        <translation>
            <numerusform>%1：出现在 %n 步中，占已查看时间的 %2 %</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>avs::models::MessageLog</name>
    <message>
        <source>note</source>
        <translation>提示</translation>
    </message>
    <message>
        <source>warning</source>
        <translation>警告</translation>
    </message>
    <message>
        <source>error</source>
        <translation>错误</translation>
    </message>
</context>
<context>
    <name>avs::models::SegmentationTrack</name>
    <message>
        <source>class %1</source>
        <translation>类别 %1</translation>
    </message>
</context>
<context>
    <name>avs::studio::Application</name>
    <message>
        <source>The file “%1” that comes with the program is missing, so nothing can be segmented. Install the program again.</source>
        <translation>缺少程序自带的文件“%1”，因此无法进行分割。请重新安装程序。</translation>
    </message>
</context>
<context>
    <name>avs::studio::SoundOutput</name>
    <message>
        <source>The sound device “%1” cannot be used, so the clip plays without sound. Connect it again, or another one: it is used at once.</source>
        <translation>无法使用声音设备“%1”，因此片段将无声播放。请重新连接该设备或连接其他设备：它会立即启用。</translation>
    </message>
</context>
<context>
    <name>avs::synthesis</name>
    <message>
        <source>a golden bell; inharmonic strikes that ring on</source>
        <translation>金色的铃；余音不绝的非谐敲击声</translation>
    </message>
    <message>
        <source>a blue bird; high chirps</source>
        <translation>蓝色的鸟；高音鸣叫</translation>
    </message>
    <message>
        <source>a red car; a low rumble</source>
        <translation>红色的汽车；低沉的轰鸣</translation>
    </message>
    <message>
        <source>a teal alarm clock; regular ticks</source>
        <translation>青色的闹钟；规律的嘀嗒声</translation>
    </message>
    <message>
        <source>a purple drum; low thumps</source>
        <translation>紫色的鼓；低沉的鼓声</translation>
    </message>
    <message>
        <source>a green bamboo flute; pure notes with vibrato</source>
        <translation>绿色的竹笛；带颤音的纯音</translation>
    </message>
    <message>
        <source>an orange guitar; plucked chords</source>
        <translation>橙色的吉他；拨奏和弦</translation>
    </message>
    <message>
        <source>a grey helicopter; beating noise</source>
        <translation>灰色的直升机；拍打般的噪声</translation>
    </message>
    <message>
        <source>No folder was given for the clips; name one.</source>
        <translation>没有给出片段的文件夹；请指定一个。</translation>
    </message>
    <message>
        <source>The number of clips must be at least 1.</source>
        <translation>片段数至少为 1。</translation>
    </message>
    <message>
        <source>The frame size must be 64 to 4096 pixels a side.</source>
        <translation>画面边长必须为 64 到 4096 像素。</translation>
    </message>
    <message>
        <source>A clip&apos;s duration must be 1 to 600 seconds.</source>
        <translation>片段时长必须为 1 到 600 秒。</translation>
    </message>
    <message>
        <source>The frame rate must be 1 to 60 per second and the sound&apos;s rate at least 8000 Hz.</source>
        <translation>帧率必须为每秒 1 到 60 帧，声音采样率至少为 8000 Hz。</translation>
    </message>
    <message>
        <source>A split is named train, val or test.</source>
        <translation>划分的名称为 train、val 或 test。</translation>
    </message>
    <message>
        <source>The shares of the splits must be between 0 and 1 and add up to 1.</source>
        <translation>各划分的比例必须在 0 到 1 之间，且总和为 1。</translation>
    </message>
    <message>
        <source>The folder %1 holds something else than an earlier synthesized set; choose an empty folder.</source>
        <translation>文件夹 %1 中有先前合成数据集以外的内容；请选择空文件夹。</translation>
    </message>
    <message>
        <source>The labelled frames must be at least 0.01 seconds apart, and at most the clip&apos;s duration.</source>
        <translation>带标注的帧之间必须至少相隔 0.01 秒，至多为片段的时长。</translation>
    </message>
    <message>
        <source>Clips cannot be written in AVS-Synthetic&apos;s layout; choose another.</source>
        <translation>无法按 AVS-Synthetic 的结构写出片段；请选择其他结构。</translation>
    </message>
</context>
<context>
    <name>avs::timeline::ClassLanes</name>
    <message>
        <source>When each class sounds</source>
        <translation>每个类别的发声时间</translation>
    </message>
</context>
<context>
    <name>avs::timeline::ScrubBar</name>
    <message>
        <source>Position in the clip</source>
        <translation>片段中的位置</translation>
    </message>
</context>
<context>
    <name>avs::timeline::SpectrogramView</name>
    <message>
        <source>%1 kHz</source>
        <translation>%1 kHz</translation>
    </message>
    <message>
        <source>%1 Hz</source>
        <translation>%1 Hz</translation>
    </message>
    <message>
        <source>Spectrogram of the clip</source>
        <translation>片段的频谱图</translation>
    </message>
    <message>
        <source>%1k</source>
        <comment>thousand</comment>
        <translation>%1k</translation>
    </message>
    <message>
        <source>%1 · %2 dB</source>
        <comment>time and frequency, loudness</comment>
        <translation>%1 · %2 dB</translation>
    </message>
    <message>
        <source>%1 · mel band %2 · log energy %3</source>
        <comment>time and frequency, band, natural logarithm</comment>
        <translation>%1 · 梅尔频带 %2 · 对数能量 %3</translation>
    </message>
</context>
<context>
    <name>avs::timeline::TimeRuler</name>
    <message>
        <source>Ruler</source>
        <translation>标尺</translation>
    </message>
</context>
<context>
    <name>avs::timeline::WaveformView</name>
    <message>
        <source>Waveform of the clip</source>
        <translation>片段的波形</translation>
    </message>
    <message>
        <source>Mix</source>
        <comment>all sound channels together</comment>
        <translation>混合</translation>
    </message>
    <message>
        <source>L</source>
        <comment>left sound channel</comment>
        <translation>左</translation>
    </message>
    <message>
        <source>R</source>
        <comment>right sound channel</comment>
        <translation>右</translation>
    </message>
    <message>
        <source>The sound of an opened clip appears here</source>
        <translation>打开片段后，其声音显示在这里</translation>
    </message>
    <message>
        <source>Reading the sound…</source>
        <translation>正在读取声音…</translation>
    </message>
    <message>
        <source>No sound</source>
        <translation>没有声音</translation>
    </message>
</context>
<context>
    <name>avs::widgets::ActivityPanel</name>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Copy the chosen messages, or all when none is chosen</source>
        <translation>复制所选消息；未选择时复制全部</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>清空</translation>
    </message>
    <message>
        <source>Forget the messages so far</source>
        <translation>清除目前为止的消息</translation>
    </message>
    <message>
        <source>Messages</source>
        <translation>消息</translation>
    </message>
    <message>
        <source>Nothing has happened yet that you should know.</source>
        <translation>目前没有需要您了解的事情。</translation>
    </message>
</context>
<context>
    <name>avs::widgets::ClipListPanel</name>
    <message numerus="yes">
        <source>Copy paths</source>
        <translation>
            <numerusform>复制路径</numerusform>
        </translation>
    </message>
    <message>
        <source>Search clips</source>
        <translation>搜索片段</translation>
    </message>
    <message>
        <source>Clips</source>
        <translation>片段</translation>
    </message>
    <message>
        <source>Add clips to the list, or empty it</source>
        <translation>向列表添加片段，或清空列表</translation>
    </message>
    <message>
        <source>Add clips</source>
        <translation>添加片段</translation>
    </message>
    <message>
        <source>Remove all from list</source>
        <translation>从列表中全部移除</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>在文件夹中显示</translation>
    </message>
    <message>
        <source>Remove from list</source>
        <translation>从列表中移除</translation>
    </message>
    <message>
        <source>No clip has “%1” in its name or folder.</source>
        <translation>没有名称或文件夹中含“%1”的片段。</translation>
    </message>
    <message>
        <source>Looking for clips…</source>
        <translation>正在查找片段…</translation>
    </message>
    <message>
        <source>Drop videos, sounds or whole folders here.</source>
        <translation>将视频、声音或整个文件夹拖放到此处。</translation>
    </message>
    <message numerus="yes">
        <source>%n clip(s)</source>
        <translation>
            <numerusform>%n 个片段</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 of %n clip(s)</source>
        <translation>
            <numerusform>%1 个，共 %n 个片段</numerusform>
        </translation>
    </message>
    <message>
        <source>%1, looking for more…</source>
        <translation>%1，正在查找更多…</translation>
    </message>
</context>
<context>
    <name>avs::widgets::DockTitle</name>
    <message>
        <source>Put back into the window</source>
        <translation>放回窗口</translation>
    </message>
    <message>
        <source>Lift out of the window</source>
        <translation>移出窗口</translation>
    </message>
    <message>
        <source>Close this panel</source>
        <translation>关闭此面板</translation>
    </message>
</context>
<context>
    <name>avs::widgets::JobStrip</name>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
</context>
<context>
    <name>avs::widgets::LegendDelegate</name>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
</context>
<context>
    <name>avs::widgets::LegendPanel</name>
    <message>
        <source>Segment</source>
        <translation>分割</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>导出…</translation>
    </message>
    <message>
        <source>What sounds</source>
        <translation>发声物体</translation>
    </message>
    <message>
        <source>Classes found</source>
        <translation>找到的类别</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>Opacity</source>
        <translation>不透明度</translation>
    </message>
    <message>
        <source>Opacity of the masks</source>
        <translation>掩码的不透明度</translation>
    </message>
    <message>
        <source>How strongly the masks are drawn over the video</source>
        <translation>掩码叠加在视频上的强度</translation>
    </message>
</context>
<context>
    <name>avs::widgets::MessageBanner</name>
    <message>
        <source>Dismiss this message</source>
        <translation>关闭此消息</translation>
    </message>
    <message>
        <source>Dismiss</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>avs::widgets::SpeedButton</name>
    <message>
        <source>Speed, at the same pitch</source>
        <translation>速度（音高不变）</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>速度</translation>
    </message>
</context>
<context>
    <name>avs::widgets::TransportBar</name>
    <message>
        <source>frame %1</source>
        <translation>第 %1 帧</translation>
    </message>
</context>
<context>
    <name>cli</name>
    <message>
        <source>The tiny model models/tavis-tiny.safetensors is not beside the program. Name a model with --model.</source>
        <translation>程序旁没有小模型 models/tavis-tiny.safetensors。请用 --model 指定模型。</translation>
    </message>
    <message>
        <source>tavis-studio did not start. Without a screen, run this under xvfb-run.</source>
        <translation>tavis-studio 未能启动。没有屏幕时，请在 xvfb-run 下运行。</translation>
    </message>
    <message>
        <source>The program ffmpeg (with libx264) did not run: install it to measure against it.</source>
        <translation>程序 ffmpeg（含 libx264）未能运行：请安装它以便对比测量。</translation>
    </message>
    <message>
        <source>The program ffmpeg did not run: install it to measure the reading of sound.</source>
        <translation>程序 ffmpeg 未能运行：请安装它以便测量声音的读取。</translation>
    </message>
    <message>
        <source>The folder “%1” cannot be made: choose another folder with --out.</source>
        <translation>无法创建文件夹“%1”：请用 --out 选择其他文件夹。</translation>
    </message>
    <message>
        <source>There is no sound channel “%1”. Give mix, all or a number from 0 to %2.</source>
        <translation>没有声道“%1”。请给出 mix、all 或 0 到 %2 的数字。</translation>
    </message>
    <message>
        <source>stopped</source>
        <translation>已停止</translation>
    </message>
</context>
<context>
    <name>inference</name>
    <message>
        <source>&quot;%1&quot; is not a device: choose auto, cpu or cuda.</source>
        <translation>“%1”不是设备：请选择 auto、cpu 或 cuda。</translation>
    </message>
    <message>
        <source>There is no usable NVIDIA GPU here. Choose the device auto or cpu, or run ./run.sh again after installing NVIDIA&apos;s driver.</source>
        <translation>此处没有可用的 NVIDIA GPU。请选择设备 auto 或 cpu，或在安装 NVIDIA 驱动后重新运行 ./run.sh。</translation>
    </message>
    <message numerus="yes">
        <source>CPU (%n thread(s))</source>
        <translation>
            <numerusform>CPU（%n 个线程）</numerusform>
        </translation>
    </message>
    <message>
        <source>Saving the model</source>
        <translation>保存模型</translation>
    </message>
    <message>
        <source>Loading the model was stopped.</source>
        <translation>模型加载已停止。</translation>
    </message>
    <message>
        <source>%1 names %2 classes; a model of this program has 2 to 256. Choose another model file.</source>
        <translation>%1 列出了 %2 个类别；本程序的模型应有 2 到 256 个。请选择其他模型文件。</translation>
    </message>
    <message>
        <source>Loading the model %1</source>
        <translation>加载模型 %1</translation>
    </message>
    <message>
        <source>There is no picture to segment: its size is zero.</source>
        <translation>没有可分割的画面：其尺寸为零。</translation>
    </message>
    <message>
        <source>Segmenting</source>
        <translation>分割</translation>
    </message>
    <message>
        <source>The step must be longer than zero seconds.</source>
        <translation>步长必须大于零秒。</translation>
    </message>
    <message>
        <source>Measuring</source>
        <translation>测量</translation>
    </message>
    <message>
        <source>Measuring %1</source>
        <translation>测量 %1</translation>
    </message>
    <message>
        <source>%1 needs more memory than there is. Close other programs, or choose the other device.</source>
        <translation>%1：内存不足。请关闭其他程序，或选择另一个计算设备。</translation>
    </message>
    <message>
        <source>Check the path and its permissions.</source>
        <translation>请检查路径及其权限。</translation>
    </message>
    <message>
        <source>Choose a weight file: .safetensors, or what torch.save wrote.</source>
        <translation>请选择权重文件：.safetensors 或由 torch.save 写出的文件。</translation>
    </message>
    <message>
        <source>Save the weights alone, as a dict of tensors.</source>
        <translation>请只保存权重，即张量的 dict。</translation>
    </message>
    <message>
        <source>Copy or train it again.</source>
        <translation>请重新复制或训练。</translation>
    </message>
    <message>
        <source>Use weights that were trained with this configuration.</source>
        <translation>请使用以此配置训练的权重。</translation>
    </message>
    <message>
        <source>Make room or choose another folder; the old file, if any, is untouched.</source>
        <translation>请腾出空间或选择其他文件夹；原有文件（如有）未受影响。</translation>
    </message>
    <message>
        <source>%1 failed inside LibTorch: %2</source>
        <translation>%1：LibTorch 内部出错：%2</translation>
    </message>
    <message>
        <source>%1 failed: %2. %3</source>
        <translation>%1：失败：%2。%3</translation>
    </message>
    <message>
        <source>%1 failed: %2</source>
        <translation>%1：失败：%2</translation>
    </message>
    <message>
        <source>Checking %1</source>
        <translation>检查 %1</translation>
    </message>
    <message>
        <source>No configuration is known for %1 (%2). Name one with --config.</source>
        <translation>没有适用于 %1（%2）的已知配置。请用 --config 指定。</translation>
    </message>
    <message>
        <source>TAViS weights</source>
        <translation>TAViS 权重</translation>
    </message>
    <message>
        <source>SAM 2.1 weights</source>
        <translation>SAM 2.1 权重</translation>
    </message>
    <message>
        <source>SAM 2 weights</source>
        <translation>SAM 2 权重</translation>
    </message>
    <message>
        <source>ImageBind weights</source>
        <translation>ImageBind 权重</translation>
    </message>
    <message>
        <source>weights of another model</source>
        <translation>其他模型的权重</translation>
    </message>
    <message>
        <source>Reading %1</source>
        <translation>读取 %1</translation>
    </message>
    <message>
        <source>Converting %1</source>
        <translation>转换 %1</translation>
    </message>
    <message>
        <source>%1 would be written over itself. Choose another file to write.</source>
        <translation>%1 会被其自身覆盖。请选择其他输出文件。</translation>
    </message>
    <message>
        <source>The class list %1 does not exist; check the path, or write the names with commas between.</source>
        <translation>类别列表 %1 不存在；请检查路径，或写出以半角逗号分隔的名称。</translation>
    </message>
    <message>
        <source>The class list %1 cannot be read; check its permissions.</source>
        <translation>无法读取类别列表 %1；请检查其权限。</translation>
    </message>
    <message>
        <source>%1 is no class list: it needs one name a line, or a JSON array of names.</source>
        <translation>%1 不是类别列表：应为每行一个名称，或由名称组成的 JSON 数组。</translation>
    </message>
    <message>
        <source>The class list has an empty name; write one name after each comma.</source>
        <translation>类别列表中有空名称；请在每个逗号后写一个名称。</translation>
    </message>
    <message>
        <source>The class &quot;%1&quot; is named twice; name each class once.</source>
        <translation>类别“%1”列出了两次；每个类别请只列一次。</translation>
    </message>
    <message>
        <source>The class list names nothing that could sound; name at least one class.</source>
        <translation>类别列表中没有任何可以发声的物体；请至少列出一个类别。</translation>
    </message>
    <message>
        <source>The class list has %1 names; at most %2 can be told apart.</source>
        <translation>类别列表有 %1 个名称；最多能区分 %2 个。</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is too long for this model, which reads %2 tokens. Shorten it.</source>
        <translation>“%1”对此模型来说过长，该模型读取 %2 个词元。请缩短。</translation>
    </message>
    <message>
        <source>Segment its steps one by one, or choose another model.</source>
        <translation>请逐步单独分割，或选择其他模型。</translation>
    </message>
    <message>
        <source>Give a SAM 2 weight file to carry its masks, or segment without masks for every frame.</source>
        <translation>请给出 SAM 2 权重文件以传播其掩码，或在分割时不为每一帧生成掩码。</translation>
    </message>
    <message>
        <source>Preparing to carry masks</source>
        <translation>准备传播掩码</translation>
    </message>
    <message>
        <source>%1 has no sound that can be heard; choose a clip with sound, or let the model run on silence.</source>
        <translation>%1 没有可以听到的声音；请选择有声音的片段，或让模型以静音运行。</translation>
    </message>
    <message>
        <source>Saving the embeddings</source>
        <translation>保存嵌入向量</translation>
    </message>
    <message>
        <source>%1 cannot be written; choose another folder or make room.</source>
        <translation>无法写入 %1；请选择其他文件夹或腾出空间。</translation>
    </message>
    <message>
        <source>Embeddings are written as .safetensors, .csv or .json; %1 ends otherwise.</source>
        <translation>嵌入向量以 .safetensors、.csv 或 .json 写出；%1 的扩展名不是其中之一。</translation>
    </message>
    <message>
        <source>%1 is not a model of %2, but %3. Choose another file.</source>
        <translation>%1 不是 %2 的模型，而是 %3。请选择其他文件。</translation>
    </message>
    <message>
        <source>Loading SAM 2</source>
        <translation>加载 SAM 2</translation>
    </message>
    <message>
        <source>Carrying masks</source>
        <translation>传播掩码</translation>
    </message>
    <message>
        <source>%1 has no configuration in it, and that of the released model is not beside the program. Name one with --config.</source>
        <translation>%1 中没有配置，程序旁也没有已发布模型的配置。请用 --config 指定。</translation>
    </message>
    <message>
        <source>%1 is not a TAViS model, but %2. Choose a file that `tavis train` wrote, the one in resources/models, or a released TAViS checkpoint.</source>
        <translation>%1 不是 TAViS 模型，而是 %2。请选择由 `tavis train` 写出的文件、resources/models 中的文件，或已发布的 TAViS 检查点。</translation>
    </message>
    <message>
        <source>Encoding the class names</source>
        <translation>编码类别名</translation>
    </message>
    <message>
        <source>The embeddings of this step were not kept; segment the clip again with these classes.</source>
        <translation>此步的嵌入向量没有保留；请用这些类别重新分割片段。</translation>
    </message>
    <message>
        <source>Classifying</source>
        <translation>分类</translation>
    </message>
    <message>
        <source>Embedding</source>
        <translation>计算嵌入向量</translation>
    </message>
    <message>
        <source>There is no picture to embed: its size is zero.</source>
        <translation>没有可计算嵌入向量的画面：其尺寸为零。</translation>
    </message>
    <message>
        <source>No frame of %1 can be decoded; choose another clip.</source>
        <translation>%1 中没有可以解码的帧；请选择其他片段。</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is not a precision: choose auto, float32, tf32 or bfloat16.</source>
        <translation>“%1”不是精度：请选择 auto、float32、tf32 或 bfloat16。</translation>
    </message>
    <message>
        <source>Segmenting was stopped.</source>
        <translation>分割已停止。</translation>
    </message>
    <message>
        <source>The model %1 has no memory parts. %2</source>
        <translation>模型 %1 没有记忆部分。%2</translation>
    </message>
    <message>
        <source>Carrying masks was stopped.</source>
        <translation>掩码传播已停止。</translation>
    </message>
    <message>
        <source>The template &quot;%1&quot; has no {} where the class&apos;s name goes.</source>
        <translation>模板“%1”中没有放置类别名称的 {}。</translation>
    </message>
</context>
<context>
    <name>media</name>
    <message>
        <source>“%1” cannot be written: install an FFmpeg with the H.264 encoder x264 and the AAC encoder.</source>
        <translation>无法写入“%1”：请安装带有 H.264 编码器 x264 和 AAC 编码器的 FFmpeg。</translation>
    </message>
    <message>
        <source>“%1” cannot be written with these settings (%2×%3, sound at %4 Hz): choose others.</source>
        <translation>无法用这些设置写入“%1”（%2×%3，声音 %4 Hz）：请选择其他设置。</translation>
    </message>
    <message>
        <source>“%1” does not exist: check the name, and that its drive is connected.</source>
        <translation>“%1”不存在：请检查名称，以及其驱动器是否已连接。</translation>
    </message>
    <message>
        <source>“%1” is a folder: choose a video or sound file in it.</source>
        <translation>“%1”是文件夹：请选择其中的视频或声音文件。</translation>
    </message>
    <message>
        <source>“%1” is not a file but a device or pipe: choose a video or sound file.</source>
        <translation>“%1”不是文件，而是设备或管道：请选择视频或声音文件。</translation>
    </message>
    <message>
        <source>“%1” may not be read: change its permissions, or copy it to a folder of your own.</source>
        <translation>没有读取“%1”的权限：请更改其权限，或将其复制到您自己的文件夹。</translation>
    </message>
    <message>
        <source>“%1” is empty (0 bytes): copy or record it again.</source>
        <translation>“%1”为空（0 字节）：请重新复制或录制。</translation>
    </message>
    <message>
        <source>“%1” cannot be read (%2): check the drive and the file&apos;s permissions.</source>
        <translation>无法读取“%1”（%2）：请检查驱动器和文件权限。</translation>
    </message>
    <message>
        <source>“%1” is not a video or sound file of a known kind: choose another file.</source>
        <translation>“%1”不是已知类型的视频或声音文件：请选择其他文件。</translation>
    </message>
    <message>
        <source>“%1” is damaged or its end is missing: copy it again from where it came from.</source>
        <translation>“%1”已损坏或缺少结尾：请从来源处重新复制。</translation>
    </message>
    <message>
        <source>The end of “%1” is missing or damaged: its first %2 s can be played; copy it again to get the rest.</source>
        <translation>“%1”的结尾缺失或损坏：可以播放前 %2 秒；请重新复制以获得其余部分。</translation>
    </message>
    <message>
        <source>“%1” has no pictures: choose a video file.</source>
        <translation>“%1”没有画面：请选择视频文件。</translation>
    </message>
    <message>
        <source>“%1” has no sound: choose a clip with a sound track.</source>
        <translation>“%1”没有声音：请选择带音轨的片段。</translation>
    </message>
    <message>
        <source>“%1” is stored as %2, which cannot be decoded here: convert it to H.264 with AAC sound.</source>
        <translation>“%1”以 %2 存储，此处无法解码：请将其转换为带 AAC 声音的 H.264。</translation>
    </message>
    <message>
        <source>“%1” is damaged at frame %2 (%3 s): go on with another frame, or copy the file again.</source>
        <translation>“%1”在第 %2 帧（%3 秒）处损坏：请继续查看其他帧，或重新复制文件。</translation>
    </message>
    <message>
        <source>“%1” has no frame %2: choose one from 0 to %3.</source>
        <translation>“%1”没有第 %2 帧：请选择 0 到 %3 之间的帧。</translation>
    </message>
    <message>
        <source>The sound of “%1” is damaged and cannot be decoded: copy the file again.</source>
        <translation>“%1”的声音已损坏，无法解码：请重新复制文件。</translation>
    </message>
    <message>
        <source>There is not enough memory for “%1”: close other clips, or use a shorter one.</source>
        <translation>内存不足以打开“%1”：请关闭其他片段，或使用较短的片段。</translation>
    </message>
    <message>
        <source>Reading “%1” was stopped.</source>
        <translation>已停止读取“%1”。</translation>
    </message>
    <message>
        <source>“%1” could not be written, the disk is full: free some space on the disk of %2.</source>
        <translation>无法写入“%1”，磁盘已满：请在 %2 所在的磁盘上释放空间。</translation>
    </message>
    <message>
        <source>“%1” could not be written, there is no folder %2: choose another folder.</source>
        <translation>无法写入“%1”，文件夹 %2 不存在：请选择其他文件夹。</translation>
    </message>
    <message>
        <source>“%1” could not be written, the folder %2 is read-only: choose another folder.</source>
        <translation>无法写入“%1”，文件夹 %2 为只读：请选择其他文件夹。</translation>
    </message>
    <message>
        <source>“%1” could not be written in %2: check the disk, or choose another folder.</source>
        <translation>无法将“%1”写入 %2：请检查磁盘，或选择其他文件夹。</translation>
    </message>
</context>
<context>
    <name>training</name>
    <message>
        <source>Evaluating was stopped.</source>
        <translation>评估已停止。</translation>
    </message>
    <message>
        <source>Training</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>The dataset %1 has no clips in its split &quot;train&quot;.</source>
        <translation>数据集 %1 的划分“train”中没有片段。</translation>
    </message>
    <message>
        <source>Exporting the model</source>
        <translation>导出模型</translation>
    </message>
    <message>
        <source>There is no configuration file %1.</source>
        <translation>配置文件 %1 不存在。</translation>
    </message>
    <message>
        <source>The configuration %1 cannot be read: %2.</source>
        <translation>无法读取配置 %1：%2。</translation>
    </message>
    <message>
        <source>The configuration %1 is wrong: %2.</source>
        <translation>配置 %1 有误：%2。</translation>
    </message>
    <message>
        <source>The data set %1 has no clips in its split &quot;%2&quot;; it has %3.</source>
        <translation>数据集 %1 的划分“%2”中没有片段；现有：%3。</translation>
    </message>
    <message>
        <source>The masks are black and white, so classes are not scored.</source>
        <translation>掩码是黑白的，因此不对类别评分。</translation>
    </message>
    <message>
        <source>The classes of the data set are not those of the model, so they are not scored.</source>
        <translation>数据集的类别与模型的不同，因此不对类别评分。</translation>
    </message>
    <message>
        <source>The data set %1 has no clip whose sound could stand in for that of %2: every other one shares a class with it.</source>
        <translation>数据集 %1 中没有可以替代 %2 声音的片段：其他片段都与它有相同的类别。</translation>
    </message>
    <message>
        <source>Stage &quot;%1&quot; trains the memory, but the model has no &quot;memory&quot;.</source>
        <translation>阶段“%1”训练记忆，但模型没有“memory”。</translation>
    </message>
    <message>
        <source>Stage &quot;%1&quot; follows objects from frame to frame, and every clip of the data set has but one. Leave the stage out, or train it on other clips.</source>
        <translation>阶段“%1”逐帧跟踪物体，但数据集的每个片段都只有一帧。请去掉此阶段，或用其他片段训练它。</translation>
    </message>
    <message>
        <source>The folder %1 holds a training run already. Continue it with --resume, or choose another folder.</source>
        <translation>文件夹 %1 中已有一次训练。请用 --resume 继续，或选择其他文件夹。</translation>
    </message>
    <message>
        <source>There is no training run to continue in %1: it has no %2. Begin one with --config and --out.</source>
        <translation>%1 中没有可以继续的训练：缺少 %2。请用 --config 和 --out 开始一次训练。</translation>
    </message>
    <message>
        <source>Loading %1</source>
        <translation>加载 %1</translation>
    </message>
    <message>
        <source>A whole TAViS model (--start-from) leaves nothing for the weights of SAM 2 and ImageBind to fill. Give one or the other.</source>
        <translation>完整的 TAViS 模型（--start-from）没有留下可由 SAM 2 和 ImageBind 权重填充的部分。请只给出其中一种。</translation>
    </message>
    <message>
        <source>The configuration %1 has no stage &quot;%2&quot;.</source>
        <translation>配置 %1 没有阶段“%2”。</translation>
    </message>
    <message>
        <source>Continuing the training</source>
        <translation>继续训练</translation>
    </message>
    <message>
        <source>The run cannot be continued: the data set&apos;s frames or classes are not those that it began with.</source>
        <translation>无法继续此次训练：数据集的帧或类别与开始时的不同。</translation>
    </message>
    <message>
        <source>The run cannot be continued: its checkpoint does not fit its configuration (%1).</source>
        <translation>无法继续此次训练：其检查点与其配置不符（%1）。</translation>
    </message>
    <message>
        <source>Stage &quot;%1&quot; of the configuration trains nothing: no parameter&apos;s name begins with what &quot;trained&quot; lists. Use &quot;&quot; for all.</source>
        <translation>配置的阶段“%1”不训练任何内容：没有参数名以“trained”所列内容开头。用 &quot;&quot; 表示全部。</translation>
    </message>
    <message>
        <source>Training went astray: the loss of stage &quot;%1&quot; or its gradient is not a number at step %2. Try a smaller learning_rate.</source>
        <translation>训练发散：阶段“%1”的损失或其梯度在第 %2 步不是数字。请尝试更小的 learning_rate。</translation>
    </message>
    <message>
        <source>Training was stopped. It can be continued from its checkpoint.</source>
        <translation>训练已停止。可以从其检查点继续。</translation>
    </message>
    <message>
        <source>Reading a frame</source>
        <translation>读取一帧</translation>
    </message>
    <message>
        <source>%1 was given by %2, but it holds %3. Choose another file.</source>
        <translation>%1 由 %2 给出，但其内容是 %3。请选择其他文件。</translation>
    </message>
    <message>
        <source>%1 was given by %2, but it holds %3, which belong to %4.</source>
        <translation>%1 由 %2 给出，但其内容是 %3，应由 %4 给出。</translation>
    </message>
    <message>
        <source>%1 does not fit the model of the configuration: %2. Use weights of this architecture, or the configuration that they were trained with.</source>
        <translation>%1 与配置的模型不符：%2。请使用此架构的权重，或训练这些权重时所用的配置。</translation>
    </message>
    <message>
        <source>The data set %1 has no clips whose frames and masks are on disk.</source>
        <translation>数据集 %1 中没有任何片段的帧和掩码在磁盘上。</translation>
    </message>
    <message>
        <source>Stage &quot;%1&quot; has more steps than can be counted: %2 epochs of about %3 steps. Give it fewer &quot;epochs&quot;.</source>
        <translation>阶段“%1”的步数多得无法计数：%2 轮，每轮约 %3 步。请减小“epochs”。</translation>
    </message>
    <message>
        <source>The folder %1 holds a config.json that no run wrote, and a run would replace it. Choose another folder.</source>
        <translation>文件夹 %1 中的 config.json 不是训练写入的，开始训练会替换它。请选择其他文件夹。</translation>
    </message>
    <message>
        <source>Training was stopped before it did a step.</source>
        <translation>训练在执行任何一步之前已停止。</translation>
    </message>
</context>
</TS>
