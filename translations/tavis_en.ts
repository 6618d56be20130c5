<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en">
<context>
    <name>avs::formats</name>
    <message numerus="yes">
        <source>%1 has %n region(s) of fewer than %2 pixels (%3 together), the first at %4, %5 of the class %6.</source>
        <translation>
            <numerusform>%1 has %n region of fewer than %2 pixels (%3), at %4, %5 of the class %6.</numerusform>
            <numerusform>%1 has %n regions of fewer than %2 pixels (%3 together), the first at %4, %5 of the class %6.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n line(s) of %1 have too few columns and were left out.</source>
        <translation>
            <numerusform>%n line of %1 has too few columns and was left out.</numerusform>
            <numerusform>%n lines of %1 have too few columns and were left out.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n pixel(s)</source>
        <translation>
            <numerusform>%n pixel</numerusform>
            <numerusform>%n pixels</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 is missing, so %n picture(s) after it are not used.</source>
        <translation>
            <numerusform>%1 is missing, so %n picture after it is not used.</numerusform>
            <numerusform>%1 is missing, so %n pictures after it are not used.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The data set has %n oddity(ies); tavis dataset check names them.</source>
        <translation>
            <numerusform>The data set has %n oddity; tavis dataset check names it.</numerusform>
            <numerusform>The data set has %n oddities; tavis dataset check names them.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>avs::main::ClipBrowser</name>
    <message numerus="yes">
        <source>There are more than %n file(s); the rest was left out. Open a folder farther down.</source>
        <translation>
            <numerusform>There is more than %n file; the rest was left out. Open a folder farther down.</numerusform>
            <numerusform>There are more than %n files; the rest was left out. Open a folder farther down.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>avs::main::ModelPage</name>
    <message numerus="yes">
        <source>%n class(es)</source>
        <translation>
            <numerusform>%n class</numerusform>
            <numerusform>%n classes</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>avs::models::LegendModel</name>
    <message numerus="yes">
        <source>%1: in %n step(s), %2 % of the time looked at</source>
        <translation>
            <numerusform>%1: in %n step, %2 % of the time looked at</numerusform>
            <numerusform>%1: in %n steps, %2 % of the time looked at</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>avs::widgets::ClipListPanel</name>
    <message numerus="yes">
        <source>Copy paths</source>
        <translation>
            <numerusform>Copy path</numerusform>
            <numerusform>Copy paths</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n clip(s)</source>
        <translation>
            <numerusform>%n clip</numerusform>
            <numerusform>%n clips</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 of %n clip(s)</source>
        <translation>
            <numerusform>%1 of %n clip</numerusform>
            <numerusform>%1 of %n clips</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>inference</name>
    <message numerus="yes">
        <source>CPU (%n thread(s))</source>
        <translation>
            <numerusform>CPU (%n thread)</numerusform>
            <numerusform>CPU (%n threads)</numerusform>
        </translation>
    </message>
</context>
</TS>
