<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
<context>
    <name>CommandLine</name>
    <message>
        <source>Finds, pixel by pixel, what in a video makes the sound.</source>
        <translation>Findet Pixel für Pixel, was in einem Video den Ton erzeugt.</translation>
    </message>
    <message>
        <source>Colours: system, light or dark; else those of the settings.</source>
        <translation>Farben: system, light oder dark; sonst die der Einstellungen.</translation>
    </message>
    <message>
        <source>Print the milliseconds until the window can be used, then quit.</source>
        <translation>Die Millisekunden ausgeben, bis das Fenster benutzbar ist, dann beenden.</translation>
    </message>
    <message>
        <source>A video, or a folder whose first video is opened.</source>
        <translation>Ein Video oder ein Ordner, dessen erstes Video geöffnet wird.</translation>
    </message>
    <message>
        <source>“%1” is not a theme: use system, light or dark.</source>
        <translation>„%1“ ist kein Farbschema: Verwenden Sie system, light oder dark.</translation>
    </message>
    <message>
        <source>Give one file or folder only.</source>
        <translation>Geben Sie nur eine Datei oder einen Ordner an.</translation>
    </message>
    <message>
        <source>The model to use (.safetensors); else that of the settings.</source>
        <translation>Das zu verwendende Modell (.safetensors); sonst das der Einstellungen.</translation>
    </message>
    <message>
        <source>Where the model runs: auto, cpu or cuda; else as in the settings.</source>
        <translation>Wo das Modell läuft: auto, cpu oder cuda; sonst wie in den Einstellungen.</translation>
    </message>
</context>
<context>
    <name>avs::canvas::VideoView</name>
    <message>
        <source>Video</source>
        <translation>Video</translation>
    </message>
</context>
<context>
    <name>avs::dialogs::FilePrompts</name>
    <message>
        <source>Open clips</source>
        <translation>Clips öffnen</translation>
    </message>
    <message>
        <source>Video, sound and pictures</source>
        <translation>Video, Ton und Bilder</translation>
    </message>
    <message>
        <source>All files</source>
        <translation>Alle Dateien</translation>
    </message>
    <message>
        <source>Open a folder of clips</source>
        <translation>Einen Ordner mit Clips öffnen</translation>
    </message>
    <message>
        <source>Open folder</source>
        <translation>Ordner öffnen</translation>
    </message>
    <message>
        <source>Export masks and overlay to a folder</source>
        <translation>Masken und Überlagerung in einen Ordner exportieren</translation>
    </message>
    <message>
        <source>Export here</source>
        <translation>Hierher exportieren</translation>
    </message>
    <message>
        <source>Choose a model</source>
        <translation>Ein Modell wählen</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Modelle</translation>
    </message>
</context>
<context>
    <name>avs::formats</name>
    <message>
        <source>%1 names no classes; fetch the data set again.</source>
        <translation>%1 nennt keine Klassen; beschaffen Sie den Datensatz erneut.</translation>
    </message>
    <message>
        <source>The clip %1 has no frame %2.</source>
        <translation>Der Clip %1 hat kein Bild %2.</translation>
    </message>
    <message>
        <source>%1 has another size than its frame; fetch the data set again.</source>
        <translation>%1 hat eine andere Größe als das zugehörige Bild; beschaffen Sie den Datensatz erneut.</translation>
    </message>
    <message>
        <source>Nothing can be saved in %1, because that is a file; choose a folder.</source>
        <translation>In %1 kann nichts gespeichert werden, denn das ist eine Datei; wählen Sie einen Ordner.</translation>
    </message>
    <message>
        <source>The disk of the folder %1 is full; free some space or choose another folder.</source>
        <translation>Der Datenträger des Ordners %1 ist voll; schaffen Sie Platz oder wählen Sie einen anderen Ordner.</translation>
    </message>
    <message>
        <source>The folder %1 cannot be written to; choose another folder or ask for permission to write there.</source>
        <translation>In den Ordner %1 kann nicht geschrieben werden; wählen Sie einen anderen Ordner oder lassen Sie sich das Schreibrecht geben.</translation>
    </message>
    <message>
        <source>Saving into the folder %1 failed; choose another folder.</source>
        <translation>Das Speichern im Ordner %1 ist fehlgeschlagen; wählen Sie einen anderen Ordner.</translation>
    </message>
    <message>
        <source>Stopped before it was finished.</source>
        <translation>Vor dem Ende abgebrochen.</translation>
    </message>
    <message>
        <source>The file %1 does not exist; check the folder.</source>
        <translation>Die Datei %1 gibt es nicht; prüfen Sie den Ordner.</translation>
    </message>
    <message>
        <source>The file %1 cannot be read; check its permissions.</source>
        <translation>Die Datei %1 kann nicht gelesen werden; prüfen Sie ihre Zugriffsrechte.</translation>
    </message>
    <message>
        <source>%1 is not a whole PNG or JPEG picture; fetch or make it again.</source>
        <translation>%1 ist kein vollständiges PNG- oder JPEG-Bild; beschaffen oder erzeugen Sie es erneut.</translation>
    </message>
    <message>
        <source>%1 cannot be written: Qt&apos;s plugin for %2 pictures is missing.</source>
        <translation>%1 kann nicht geschrieben werden: Das Qt-Modul für %2-Bilder fehlt.</translation>
    </message>
    <message>
        <source>%1 is not a picture of class numbers (palette or 8-bit grey).</source>
        <translation>%1 ist kein Bild aus Klassennummern (Palette oder 8-Bit-Grau).</translation>
    </message>
    <message>
        <source>%1 is damaged or incomplete; export the segmentation again.</source>
        <translation>%1 ist beschädigt oder unvollständig; exportieren Sie die Segmentierung erneut.</translation>
    </message>
    <message>
        <source>%1 is not a segmentation that this version can read; choose a folder that it exported.</source>
        <translation>%1 ist keine Segmentierung, die diese Version lesen kann; wählen Sie einen von ihr exportierten Ordner.</translation>
    </message>
    <message>
        <source>%1 has another size than the other masks; export them again.</source>
        <translation>%1 hat eine andere Größe als die übrigen Masken; exportieren Sie sie erneut.</translation>
    </message>
    <message>
        <source>%1 has too few columns; it should name clip, second, category and split.</source>
        <translation>%1 hat zu wenige Spalten; die Datei sollte Clip, Sekunde, Kategorie und Teil nennen.</translation>
    </message>
    <message>
        <source>%1 names more than 255 classes; its third column should be the category.</source>
        <translation>%1 nennt mehr als 255 Klassen; die dritte Spalte sollte die Kategorie sein.</translation>
    </message>
    <message>
        <source>The clip %1 has no counterpart in the folder %2 of %3.</source>
        <translation>Der Clip %1 hat kein Gegenstück im Ordner %2 von %3.</translation>
    </message>
    <message>
        <source>%1 gives the clip %2 the class %3, which label2idx.json lacks.</source>
        <translation>%1 gibt dem Clip %2 die Klasse %3, die in label2idx.json fehlt.</translation>
    </message>
    <message>
        <source>%1 has no subset %2; it has %3.</source>
        <translation>%1 hat keine Teilmenge %2; vorhanden: %3.</translation>
    </message>
    <message>
        <source>%1 names the class %2 twice; correct it or fetch it again.</source>
        <translation>%1 nennt die Klasse %2 zweimal; berichtigen Sie die Datei oder beschaffen Sie sie erneut.</translation>
    </message>
    <message>
        <source>%1 does not number its classes from 0 without gaps (%2); fetch the data set again.</source>
        <translation>%1 nummeriert seine Klassen nicht lückenlos ab 0 (%2); beschaffen Sie den Datensatz erneut.</translation>
    </message>
    <message>
        <source>%1 gives the number %2 to both %3 and %4; correct it or fetch it again.</source>
        <translation>%1 gibt die Nummer %2 sowohl %3 als auch %4; berichtigen Sie die Datei oder beschaffen Sie sie erneut.</translation>
    </message>
    <message>
        <source>%1 is no data set of a known layout: it holds neither metadata.csv (AVSBench-semantic), s4_meta_data.csv (AVSBench-object S4), ms3_meta_data.csv (MS3) nor annotations.csv (AVS-Synthetic); choose the folder with one of them.</source>
        <translation>%1 ist kein Datensatz mit bekanntem Aufbau: Der Ordner enthält weder metadata.csv (AVSBench-semantic) noch s4_meta_data.csv (AVSBench-object S4), ms3_meta_data.csv (MS3) oder annotations.csv (AVS-Synthetic); wählen Sie den Ordner, in dem eine davon liegt.</translation>
    </message>
    <message>
        <source>Subsets and split lists are for AVSBench-semantic, but %1 holds no metadata.csv.</source>
        <translation>Teilmengen und Listen der Teile sind für AVSBench-semantic gedacht, aber %1 enthält keine metadata.csv.</translation>
    </message>
    <message>
        <source>%1 has fewer than the nine columns of AVS-Synthetic; fetch it again.</source>
        <translation>%1 hat weniger als die neun Spalten von AVS-Synthetic; beschaffen Sie die Datei erneut.</translation>
    </message>
    <message>
        <source>%1 lists the clip %2 more than once; it counts once.</source>
        <translation>%1 führt den Clip %2 mehrmals auf; er zählt nur einmal.</translation>
    </message>
    <message>
        <source>%1 lists the clip %2, which has no frames on disk.</source>
        <translation>%1 führt den Clip %2 auf, der keine Bilder auf dem Datenträger hat.</translation>
    </message>
    <message>
        <source>%1 lacks the column(s) %2; fetch the file again or choose the folder of the data set that it belongs to.</source>
        <translation>In %1 fehlen Spalten (%2); beschaffen Sie die Datei erneut oder wählen Sie den Ordner des Datensatzes, zu dem sie gehört.</translation>
    </message>
    <message>
        <source>The clip %1 names things that sound, but its masks are all empty.</source>
        <translation>Der Clip %1 nennt Dinge, die klingen, aber alle seine Masken sind leer.</translation>
    </message>
    <message>
        <source>%1 has %2×%3 pixels, but its picture %4×%5.</source>
        <translation>%1 hat %2×%3 Pixel, das zugehörige Bild aber %4×%5.</translation>
    </message>
    <message>
        <source>%1 has %2 in colours of no class, which count as background: %3.</source>
        <translation>%1 hat %2 in Farben, die zu keiner Klasse gehören und als Hintergrund zählen: %3.</translation>
    </message>
    <message>
        <source>%1 has %2 that are neither black nor white: %3.</source>
        <translation>%1 hat %2 in anderen Farben als Schwarz und Weiß: %3.</translation>
    </message>
    <message numerus="yes">
        <source>%1 has %n region(s) of fewer than %2 pixels (%3 together), the first at %4, %5 of the class %6.</source>
        <translation>
            <numerusform>%1 hat %n Gebiet mit weniger als %2 Pixeln (%3), bei %4, %5, mit der Klasse %6.</numerusform>
            <numerusform>%1 hat %n Gebiete mit weniger als %2 Pixeln (zusammen %3), das erste bei %4, %5, mit der Klasse %6.</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 is silent, but the clip&apos;s masks show something that sounds.</source>
        <translation>%1 ist still, aber die Masken des Clips zeigen etwas, das klingt.</translation>
    </message>
    <message>
        <source>The split %1 has no clips.</source>
        <translation>Der Teil %1 hat keine Clips.</translation>
    </message>
    <message numerus="yes">
        <source>%n line(s) of %1 have too few columns and were left out.</source>
        <translation>
            <numerusform>%n Zeile aus %1 hat zu wenige Spalten und wurde ausgelassen.</numerusform>
            <numerusform>%n Zeilen aus %1 haben zu wenige Spalten und wurden ausgelassen.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n pixel(s)</source>
        <translation>
            <numerusform>%n Pixel</numerusform>
            <numerusform>%n Pixel</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 names more than 255 classes; fetch the data set again.</source>
        <translation>%1 nennt mehr als 255 Klassen; beschaffen Sie den Datensatz erneut.</translation>
    </message>
    <message>
        <source>%1 is %2 and has masks of its own; masks of another set are for AVSBench-object.</source>
        <translation>%1 ist %2 und hat eigene Masken; Masken eines anderen Datensatzes sind für AVSBench-object gedacht.</translation>
    </message>
    <message>
        <source>The mask %1 is missing, so the clip %2 counts only up to it; fetch it again.</source>
        <translation>Die Maske %1 fehlt, deshalb zählt der Clip %2 nur bis dorthin; beschaffen Sie sie erneut.</translation>
    </message>
    <message>
        <source>%1 names more than 255 classes; its fifth column should be the class.</source>
        <translation>%1 nennt mehr als 255 Klassen; die fünfte Spalte sollte die Klasse sein.</translation>
    </message>
    <message numerus="yes">
        <source>%1 is missing, so %n picture(s) after it are not used.</source>
        <translation>
            <numerusform>%1 fehlt, deshalb wird %n Bild danach nicht verwendet.</numerusform>
            <numerusform>%1 fehlt, deshalb werden %n Bilder danach nicht verwendet.</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 is missing, though its mask is there; fetch it again.</source>
        <translation>%1 fehlt, obwohl die Maske dazu vorhanden ist; beschaffen Sie die Datei erneut.</translation>
    </message>
    <message>
        <source>The data set has no sound for the clip %1; tavis dataset check says why.</source>
        <translation>Der Datensatz hat keinen Ton für den Clip %1; tavis dataset check sagt, warum.</translation>
    </message>
    <message>
        <source>None of the sounds that %1 lists for the class %2 is in audios.</source>
        <translation>Keiner der Töne, die %1 für die Klasse %2 aufführt, liegt in audios.</translation>
    </message>
    <message>
        <source>%1 is missing; fetch the data set again.</source>
        <translation>%1 fehlt; holen Sie den Datensatz erneut.</translation>
    </message>
    <message>
        <source>%1 cannot be read; check its permissions.</source>
        <translation>%1 kann nicht gelesen werden; prüfen Sie die Zugriffsrechte.</translation>
    </message>
    <message>
        <source>%1 is no Python dictionary from class numbers to lists of sounds; fetch it again.</source>
        <translation>%1 ist kein Python-Wörterbuch von Klassennummern auf Listen von Tönen; holen Sie die Datei erneut.</translation>
    </message>
    <message numerus="yes">
        <source>The data set has %n oddity(ies); tavis dataset check names them.</source>
        <translation>
            <numerusform>Der Datensatz hat %n Auffälligkeit; tavis dataset check nennt sie.</numerusform>
            <numerusform>Der Datensatz hat %n Auffälligkeiten; tavis dataset check nennt sie.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>avs::jobs</name>
    <message>
        <source>Not enough memory is free. Close other programs or use a shorter clip.</source>
        <translation>Es ist nicht genug Speicher frei. Schließen Sie andere Programme oder verwenden Sie einen kürzeren Clip.</translation>
    </message>
    <message>
        <source>This step failed inside a library (%1).</source>
        <translation>Dieser Schritt ist in einer Bibliothek fehlgeschlagen (%1).</translation>
    </message>
</context>
<context>
    <name>avs::jobs::DecodeWorker</name>
    <message>
        <source>The folder “%1” holds no video or sound that can be opened. Choose another folder or a file.</source>
        <translation>Der Ordner „%1“ enthält kein Video und keinen Ton, der sich öffnen lässt. Wählen Sie einen anderen Ordner oder eine Datei.</translation>
    </message>
</context>
<context>
    <name>avs::jobs::ModelWorker</name>
    <message>
        <source>No model is loaded.</source>
        <translation>Es ist kein Modell geladen.</translation>
    </message>
</context>
<context>
    <name>avs::main::ActionRegistry</name>
    <message>
        <source>File</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>Playback</source>
        <translation>Wiedergabe</translation>
    </message>
    <message>
        <source>Timeline</source>
        <translation>Zeitleiste</translation>
    </message>
    <message>
        <source>Video view</source>
        <translation>Videoansicht</translation>
    </message>
    <message>
        <source>Segmentation</source>
        <translation>Segmentierung</translation>
    </message>
    <message>
        <source>Window</source>
        <translation>Fenster</translation>
    </message>
    <message>
        <source>Help</source>
        <translation>Hilfe</translation>
    </message>
</context>
<context>
    <name>avs::main::Actions</name>
    <message>
        <source>&amp;Open…</source>
        <translation>Ö&amp;ffnen…</translation>
    </message>
    <message>
        <source>Open &amp;folder…</source>
        <translation>&amp;Ordner öffnen…</translation>
    </message>
    <message>
        <source>&amp;Export…</source>
        <translation>&amp;Exportieren…</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>&amp;Beenden</translation>
    </message>
    <message>
        <source>To the start</source>
        <translation>Zum Anfang</translation>
    </message>
    <message>
        <source>One frame back</source>
        <translation>Ein Bild zurück</translation>
    </message>
    <message>
        <source>Play or pause</source>
        <translation>Abspielen oder anhalten</translation>
    </message>
    <message>
        <source>One frame on</source>
        <translation>Ein Bild weiter</translation>
    </message>
    <message>
        <source>To the end</source>
        <translation>Zum Ende</translation>
    </message>
    <message>
        <source>One second back</source>
        <translation>Eine Sekunde zurück</translation>
    </message>
    <message>
        <source>One second on</source>
        <translation>Eine Sekunde weiter</translation>
    </message>
    <message>
        <source>Mute</source>
        <translation>Stummschalten</translation>
    </message>
    <message>
        <source>Zoom &amp;in</source>
        <translation>&amp;Vergrößern</translation>
    </message>
    <message>
        <source>Zoom &amp;out</source>
        <translation>Ver&amp;kleinern</translation>
    </message>
    <message>
        <source>Act&amp;ual pixels</source>
        <translation>&amp;Originalgröße</translation>
    </message>
    <message>
        <source>&amp;Fit into the window</source>
        <translation>&amp;In das Fenster einpassen</translation>
    </message>
    <message>
        <source>&amp;Segment</source>
        <translation>&amp;Segmentieren</translation>
    </message>
    <message>
        <source>&amp;Cancel</source>
        <translation>&amp;Abbrechen</translation>
    </message>
    <message>
        <source>&amp;1 moment a second</source>
        <translation>&amp;1 Zeitpunkt pro Sekunde</translation>
    </message>
    <message>
        <source>&amp;2 moments a second</source>
        <translation>&amp;2 Zeitpunkte pro Sekunde</translation>
    </message>
    <message>
        <source>&amp;5 moments a second</source>
        <translation>&amp;5 Zeitpunkte pro Sekunde</translation>
    </message>
    <message>
        <source>&amp;Clip list</source>
        <translation>&amp;Clipliste</translation>
    </message>
    <message>
        <source>&amp;Segmentation panel</source>
        <translation>&amp;Segmentierungsfeld</translation>
    </message>
    <message>
        <source>&amp;Audio views</source>
        <translation>&amp;Audioansichten</translation>
    </message>
    <message>
        <source>Acti&amp;vity and messages</source>
        <translation>Aktivität und &amp;Meldungen</translation>
    </message>
    <message>
        <source>&amp;Reset layout</source>
        <translation>Anordnung &amp;zurücksetzen</translation>
    </message>
    <message>
        <source>Colours of the &amp;system</source>
        <translation>Farben des &amp;Systems</translation>
    </message>
    <message>
        <source>&amp;Light colours</source>
        <translation>&amp;Helle Farben</translation>
    </message>
    <message>
        <source>&amp;Dark colours</source>
        <translation>&amp;Dunkle Farben</translation>
    </message>
    <message>
        <source>Se&amp;ttings…</source>
        <translation>Ein&amp;stellungen…</translation>
    </message>
    <message>
        <source>&amp;Keyboard shortcuts…</source>
        <translation>&amp;Tastenkürzel…</translation>
    </message>
    <message>
        <source>&amp;About TAViS Studio</source>
        <translation>Ü&amp;ber TAViS Studio</translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>&amp;Datei</translation>
    </message>
    <message>
        <source>Open &amp;recent</source>
        <translation>&amp;Zuletzt geöffnet</translation>
    </message>
    <message>
        <source>&amp;Playback</source>
        <translation>&amp;Wiedergabe</translation>
    </message>
    <message>
        <source>&amp;Timeline</source>
        <translation>&amp;Zeitleiste</translation>
    </message>
    <message>
        <source>&amp;Window of the plain spectrogram</source>
        <translation>&amp;Fensterlänge des einfachen Spektrogramms</translation>
    </message>
    <message>
        <source>&amp;Segmentation</source>
        <translation>&amp;Segmentierung</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>&amp;Ansicht</translation>
    </message>
    <message>
        <source>&amp;Colours</source>
        <translation>&amp;Farben</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>&amp;Hilfe</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Play</source>
        <translation>Abspielen</translation>
    </message>
    <message>
        <source>Zoom the timeline &amp;in</source>
        <translation>Zeitleiste &amp;vergrößern</translation>
    </message>
    <message>
        <source>Zoom the timeline &amp;out</source>
        <translation>Zeitleiste ver&amp;kleinern</translation>
    </message>
    <message>
        <source>Show the &amp;whole clip</source>
        <translation>Den &amp;ganzen Clip zeigen</translation>
    </message>
    <message>
        <source>Zoom to the &amp;selection</source>
        <translation>Auf die &amp;Auswahl vergrößern</translation>
    </message>
    <message>
        <source>Select &amp;nothing</source>
        <translation>Auswahl auf&amp;heben</translation>
    </message>
    <message>
        <source>&amp;Channels apart</source>
        <translation>&amp;Kanäle einzeln</translation>
    </message>
    <message>
        <source>No spectrogram</source>
        <translation>Kein Spektrogramm</translation>
    </message>
    <message>
        <source>Spectrogram as the &amp;model hears it (mel)</source>
        <translation>Spektrogramm, wie das &amp;Modell es hört (Mel)</translation>
    </message>
    <message>
        <source>&amp;Plain spectrogram</source>
        <translation>&amp;Einfaches Spektrogramm</translation>
    </message>
    <message>
        <source>512 samples</source>
        <translation>512 Abtastwerte</translation>
    </message>
    <message>
        <source>1024 samples</source>
        <translation>1024 Abtastwerte</translation>
    </message>
    <message>
        <source>2048 samples</source>
        <translation>2048 Abtastwerte</translation>
    </message>
    <message>
        <source>4096 samples</source>
        <translation>4096 Abtastwerte</translation>
    </message>
    <message>
        <source>8192 samples</source>
        <translation>8192 Abtastwerte</translation>
    </message>
    <message>
        <source>&amp;Logarithmic frequencies</source>
        <translation>&amp;Logarithmische Frequenzen</translation>
    </message>
    <message>
        <source>Ruler in &amp;frames</source>
        <translation>Lineal in &amp;Bildern</translation>
    </message>
    <message>
        <source>Play &amp;backwards, then faster</source>
        <translation>&amp;Rückwärts abspielen, dann schneller</translation>
    </message>
    <message>
        <source>&amp;Stop playing</source>
        <translation>Wiedergabe anha&amp;lten</translation>
    </message>
    <message>
        <source>Play &amp;forwards, then faster</source>
        <translation>&amp;Vorwärts abspielen, dann schneller</translation>
    </message>
    <message>
        <source>&amp;Slower</source>
        <translation>&amp;Langsamer</translation>
    </message>
    <message>
        <source>&amp;Faster</source>
        <translation>S&amp;chneller</translation>
    </message>
    <message>
        <source>&amp;Normal speed</source>
        <translation>&amp;Normale Geschwindigkeit</translation>
    </message>
    <message>
        <source>&amp;Loop the selection or the clip</source>
        <translation>Auswahl oder Clip in &amp;Schleife</translation>
    </message>
    <message>
        <source>Set or remove a &amp;marker here</source>
        <translation>Hier eine &amp;Marke setzen oder entfernen</translation>
    </message>
    <message>
        <source>To the marker before</source>
        <translation>Zur vorigen Marke</translation>
    </message>
    <message>
        <source>To the next marker</source>
        <translation>Zur nächsten Marke</translation>
    </message>
    <message>
        <source>&amp;Remove all markers</source>
        <translation>Alle Marken &amp;entfernen</translation>
    </message>
</context>
<context>
    <name>avs::main::Activity</name>
    <message>
        <source>Opening %1…</source>
        <translation>%1 wird geöffnet…</translation>
    </message>
    <message>
        <source>Finding the frames of %1</source>
        <translation>Die Bilder von %1 werden erfasst</translation>
    </message>
    <message>
        <source>Segmenting %1</source>
        <translation>%1 wird segmentiert</translation>
    </message>
    <message>
        <source>Exporting %1</source>
        <translation>%1 wird exportiert</translation>
    </message>
    <message>
        <source>Loading the model</source>
        <translation>Das Modell wird geladen</translation>
    </message>
    <message>
        <source>Reading the sound of %1</source>
        <translation>Der Ton von %1 wird gelesen</translation>
    </message>
</context>
<context>
    <name>avs::main::CheatSheet</name>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>Tastenkürzel</translation>
    </message>
    <message>
        <source>Search for an action or a key</source>
        <translation>Nach einer Aktion oder Taste suchen</translation>
    </message>
    <message>
        <source>Nothing of that name.</source>
        <translation>Nichts dieses Namens.</translation>
    </message>
</context>
<context>
    <name>avs::main::ClipBrowser</name>
    <message numerus="yes">
        <source>There are more than %n file(s); the rest was left out. Open a folder farther down.</source>
        <translation>
            <numerusform>Es gibt mehr als %n Datei; der Rest wurde ausgelassen. Öffnen Sie einen tiefer liegenden Ordner.</numerusform>
            <numerusform>Es gibt mehr als %n Dateien; der Rest wurde ausgelassen. Öffnen Sie einen tiefer liegenden Ordner.</numerusform>
        </translation>
    </message>
    <message>
        <source>Clear this list</source>
        <translation>Diese Liste leeren</translation>
    </message>
</context>
<context>
    <name>avs::main::Docks</name>
    <message>
        <source>Clips</source>
        <translation>Clips</translation>
    </message>
    <message>
        <source>Audio</source>
        <translation>Audio</translation>
    </message>
    <message>
        <source>Segmentation</source>
        <translation>Segmentierung</translation>
    </message>
    <message>
        <source>Activity</source>
        <translation>Aktivität</translation>
    </message>
</context>
<context>
    <name>avs::main::GeneralPage</name>
    <message>
        <source>&amp;Language:</source>
        <translation>&amp;Sprache:</translation>
    </message>
    <message>
        <source>The system&apos;s</source>
        <translation>Wie im System</translation>
    </message>
    <message>
        <source>&amp;Colours:</source>
        <translation>&amp;Farben:</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Hell</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Dunkel</translation>
    </message>
</context>
<context>
    <name>avs::main::MainWindow</name>
    <message>
        <source>Show folder</source>
        <translation>Ordner zeigen</translation>
    </message>
    <message>
        <source>Step %1 of %2</source>
        <translation>Schritt %1 von %2</translation>
    </message>
    <message>
        <source>Waiting for the model…</source>
        <translation>Warten auf das Modell…</translation>
    </message>
    <message>
        <source>Looking and listening…</source>
        <translation>Sehen und Hören…</translation>
    </message>
    <message>
        <source>Exporting… %1 %</source>
        <translation>Exportieren… %1 %</translation>
    </message>
    <message>
        <source>Opening %1…</source>
        <translation>%1 wird geöffnet…</translation>
    </message>
    <message>
        <source>Drop a video here, or open one (%1)</source>
        <translation>Ziehen Sie ein Video hierher oder öffnen Sie eines (%1)</translation>
    </message>
    <message>
        <source>This file has no pictures</source>
        <translation>Diese Datei hat keine Bilder</translation>
    </message>
    <message>
        <source>The model could not be loaded, so nothing can be segmented.</source>
        <translation>Das Modell konnte nicht geladen werden; deshalb kann nichts segmentiert werden.</translation>
    </message>
    <message>
        <source>Open a clip first.</source>
        <translation>Öffnen Sie zuerst einen Clip.</translation>
    </message>
    <message>
        <source>Classes appear here as soon as they are found.</source>
        <translation>Klassen erscheinen hier, sobald sie gefunden sind.</translation>
    </message>
    <message>
        <source>Press Segment to find what makes the sound, and as what.</source>
        <translation>Drücken Sie „Segmentieren“, um zu finden, was den Ton erzeugt und was es ist.</translation>
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
        <translation>Über TAViS Studio</translation>
    </message>
    <message>
        <source>&lt;b&gt;TAViS Studio %1&lt;/b&gt;&lt;br&gt;Finds, pixel by pixel, what in a video makes the sound.&lt;br&gt;Free software under the GNU GPL, version 3 or later.</source>
        <translation>&lt;b&gt;TAViS Studio %1&lt;/b&gt;&lt;br&gt;Findet Pixel für Pixel, was in einem Video den Ton erzeugt.&lt;br&gt;Freie Software unter der GNU GPL, Version 3 oder später.</translation>
    </message>
</context>
<context>
    <name>avs::main::ModelPage</name>
    <message>
        <source>File:</source>
        <translation>Datei:</translation>
    </message>
    <message>
        <source>Runs &amp;on:</source>
        <translation>Rechen&amp;gerät:</translation>
    </message>
    <message>
        <source>&amp;Choose…</source>
        <translation>&amp;Wählen…</translation>
    </message>
    <message>
        <source>Use the &amp;program&apos;s own</source>
        <translation>Das des &amp;Programms verwenden</translation>
    </message>
    <message>
        <source>The graphics card, where there is one that can</source>
        <translation>Grafikkarte, wo es eine geeignete gibt</translation>
    </message>
    <message>
        <source>The processor</source>
        <translation>Prozessor</translation>
    </message>
    <message>
        <source>The graphics card (NVIDIA)</source>
        <translation>Grafikkarte (NVIDIA)</translation>
    </message>
    <message>
        <source>The model that comes with the program</source>
        <translation>Das zum Programm gehörende Modell</translation>
    </message>
    <message>
        <source>Loading model…</source>
        <translation>Modell wird geladen…</translation>
    </message>
    <message>
        <source>No model is loaded.</source>
        <translation>Es ist kein Modell geladen.</translation>
    </message>
    <message numerus="yes">
        <source>%n class(es)</source>
        <translation>
            <numerusform>%n Klasse</numerusform>
            <numerusform>%n Klassen</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>avs::main::PixelStatus</name>
    <message>
        <source>alpha %1</source>
        <translation>Alpha %1</translation>
    </message>
    <message>
        <source>The pixel under the pointer: column, row, colour and class</source>
        <translation>Das Pixel unter dem Zeiger: Spalte, Zeile, Farbe und Klasse</translation>
    </message>
    <message>
        <source>How many pixels of the screen one of the picture takes</source>
        <translation>Wie viele Bildschirmpixel ein Bildpixel einnimmt</translation>
    </message>
    <message>
        <source>Fit, %1 %</source>
        <translation>Eingepasst, %1 %</translation>
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
        <translation>&amp;Speicher für Bilder:</translation>
    </message>
    <message>
        <source> MB</source>
        <translation> MB</translation>
    </message>
    <message>
        <source>Decoded frames are kept, so that going back to them is immediate.</source>
        <translation>Dekodierte Bilder werden behalten, damit Sie sofort zu ihnen zurückkehren können.</translation>
    </message>
    <message>
        <source>Decode on the &amp;graphics card where that works</source>
        <translation>Auf der &amp;Grafikkarte dekodieren, wo das möglich ist</translation>
    </message>
    <message>
        <source>Holds for the clips that are opened from now on.</source>
        <translation>Gilt für Clips, die ab jetzt geöffnet werden.</translation>
    </message>
</context>
<context>
    <name>avs::main::SettingsDialog</name>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>General</source>
        <translation>Allgemein</translation>
    </message>
    <message>
        <source>Playback</source>
        <translation>Wiedergabe</translation>
    </message>
    <message>
        <source>Shortcuts</source>
        <translation>Tastenkürzel</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
</context>
<context>
    <name>avs::main::ShortcutsPage</name>
    <message>
        <source>Search for an action or a key</source>
        <translation>Nach einer Aktion oder Taste suchen</translation>
    </message>
    <message>
        <source>Action</source>
        <translation>Aktion</translation>
    </message>
    <message>
        <source>Shortcut</source>
        <translation>Tastenkürzel</translation>
    </message>
    <message>
        <source>Click here, then press keys</source>
        <translation>Hier klicken, dann Tasten drücken</translation>
    </message>
    <message>
        <source>Use it here</source>
        <translation>Hier verwenden</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>Leave the chosen action without a shortcut</source>
        <translation>Der gewählten Aktion kein Tastenkürzel lassen</translation>
    </message>
    <message>
        <source>Reset</source>
        <translation>Zurücksetzen</translation>
    </message>
    <message>
        <source>Give the chosen action back the shortcut it came with</source>
        <translation>Der gewählten Aktion ihr ursprüngliches Tastenkürzel zurückgeben</translation>
    </message>
    <message>
        <source>Reset all</source>
        <translation>Alle zurücksetzen</translation>
    </message>
    <message>
        <source>Give every action back the shortcut it came with</source>
        <translation>Allen Aktionen ihr ursprüngliches Tastenkürzel zurückgeben</translation>
    </message>
    <message>
        <source>Choose an action to change its shortcut.</source>
        <translation>Wählen Sie eine Aktion, um ihr Tastenkürzel zu ändern.</translation>
    </message>
    <message>
        <source>%1 already means “%2”.</source>
        <translation>%1 steht schon für „%2“.</translation>
    </message>
</context>
<context>
    <name>avs::main::StatusLine</name>
    <message>
        <source>Opening %1…</source>
        <translation>%1 wird geöffnet…</translation>
    </message>
    <message>
        <source>No clip</source>
        <translation>Kein Clip</translation>
    </message>
    <message>
        <source>%1 fps</source>
        <translation>%1 Bilder/s</translation>
    </message>
    <message>
        <source>%1 kHz</source>
        <translation>%1 kHz</translation>
    </message>
    <message>
        <source>no sound</source>
        <translation>kein Ton</translation>
    </message>
    <message>
        <source>Loading model…</source>
        <translation>Modell wird geladen…</translation>
    </message>
    <message>
        <source>No model</source>
        <translation>Kein Modell</translation>
    </message>
</context>
<context>
    <name>avs::models::ClipListModel</name>
    <message>
        <source>sound only</source>
        <translation>nur Ton</translation>
    </message>
    <message>
        <source>cannot be opened</source>
        <translation>nicht zu öffnen</translation>
    </message>
</context>
<context>
    <name>avs::models::ClipSession</name>
    <message>
        <source>The model found nothing in “%1” that makes a sound it knows.</source>
        <translation>Das Modell hat in „%1“ nichts gefunden, das einen ihm bekannten Ton erzeugt.</translation>
    </message>
    <message>
        <source>Exported to “%1”.</source>
        <translation>Nach „%1“ exportiert.</translation>
    </message>
    <message>
        <source>“%1” has no sound: it can be segmented, but the model hears only silence.</source>
        <translation>„%1“ hat keinen Ton: Segmentieren ist möglich, aber das Modell hört nur Stille.</translation>
    </message>
    <message>
        <source>“%1” has no pictures: it can be heard, but there is nothing to segment. Open a video instead.</source>
        <translation>„%1“ hat keine Bilder: Sie können es hören, aber es gibt nichts zu segmentieren. Öffnen Sie stattdessen ein Video.</translation>
    </message>
</context>
<context>
    <name>avs::models::LegendModel</name>
    <message numerus="yes">
        <source>%1: in %n step(s), %2 % of the time looked at</source>
        <translation>
            <numerusform>%1: in %n Schritt, %2 % der betrachteten Zeit</numerusform>
            <numerusform>%1: in %n Schritten, %2 % der betrachteten Zeit</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>avs::models::MessageLog</name>
    <message>
        <source>note</source>
        <translation>Hinweis</translation>
    </message>
    <message>
        <source>warning</source>
        <translation>Warnung</translation>
    </message>
    <message>
        <source>error</source>
        <translation>Fehler</translation>
    </message>
</context>
<context>
    <name>avs::models::SegmentationTrack</name>
    <message>
        <source>class %1</source>
        <translation>Klasse %1</translation>
    </message>
</context>
<context>
    <name>avs::studio::Application</name>
    <message>
        <source>The file “%1” that comes with the program is missing, so nothing can be segmented. Install the program again.</source>
        <translation>Die zum Programm gehörende Datei „%1“ fehlt; deshalb kann nichts segmentiert werden. Installieren Sie das Programm neu.</translation>
    </message>
</context>
<context>
    <name>avs::studio::SoundOutput</name>
    <message>
        <source>The sound device “%1” cannot be used, so the clip plays without sound. Connect it again, or another one: it is used at once.</source>
        <translation>Das Tongerät „%1“ kann nicht benutzt werden, deshalb läuft der Clip ohne Ton. Schließen Sie es wieder an oder ein anderes: Es wird sofort verwendet.</translation>
    </message>
</context>
<context>
    <name>avs::synthesis</name>
    <message>
        <source>a golden bell; inharmonic strikes that ring on</source>
        <translation>eine goldene Glocke; unharmonische Schläge, die nachklingen</translation>
    </message>
    <message>
        <source>a blue bird; high chirps</source>
        <translation>ein blauer Vogel; hohes Zwitschern</translation>
    </message>
    <message>
        <source>a red car; a low rumble</source>
        <translation>ein rotes Auto; tiefes Brummen</translation>
    </message>
    <message>
        <source>a teal alarm clock; regular ticks</source>
        <translation>ein blaugrüner Wecker; regelmäßiges Ticken</translation>
    </message>
    <message>
        <source>a purple drum; low thumps</source>
        <translation>eine violette Trommel; tiefe Schläge</translation>
    </message>
    <message>
        <source>a green bamboo flute; pure notes with vibrato</source>
        <translation>eine grüne Bambusflöte; reine Töne mit Vibrato</translation>
    </message>
    <message>
        <source>an orange guitar; plucked chords</source>
        <translation>eine orangefarbene Gitarre; gezupfte Akkorde</translation>
    </message>
    <message>
        <source>a grey helicopter; beating noise</source>
        <translation>ein grauer Hubschrauber; schlagendes Rauschen</translation>
    </message>
    <message>
        <source>No folder was given for the clips; name one.</source>
        <translation>Es wurde kein Ordner für die Clips angegeben; nennen Sie einen.</translation>
    </message>
    <message>
        <source>The number of clips must be at least 1.</source>
        <translation>Die Zahl der Clips muss mindestens 1 sein.</translation>
    </message>
    <message>
        <source>The frame size must be 64 to 4096 pixels a side.</source>
        <translation>Die Bildgröße muss 64 bis 4096 Pixel je Seite betragen.</translation>
    </message>
    <message>
        <source>A clip&apos;s duration must be 1 to 600 seconds.</source>
        <translation>Ein Clip muss 1 bis 600 Sekunden dauern.</translation>
    </message>
    <message>
        <source>The frame rate must be 1 to 60 per second and the sound&apos;s rate at least 8000 Hz.</source>
        <translation>Die Bildrate muss 1 bis 60 pro Sekunde betragen und die Abtastrate des Tons mindestens 8000 Hz.</translation>
    </message>
    <message>
        <source>A split is named train, val or test.</source>
        <translation>Ein Teil heißt train, val oder test.</translation>
    </message>
    <message>
        <source>The shares of the splits must be between 0 and 1 and add up to 1.</source>
        <translation>Die Anteile der Teile müssen zwischen 0 und 1 liegen und zusammen 1 ergeben.</translation>
    </message>
    <message>
        <source>The folder %1 holds something else than an earlier synthesized set; choose an empty folder.</source>
        <translation>Der Ordner %1 enthält anderes als einen früher erzeugten Satz; wählen Sie einen leeren Ordner.</translation>
    </message>
    <message>
        <source>The labelled frames must be at least 0.01 seconds apart, and at most the clip&apos;s duration.</source>
        <translation>Die Bilder mit Masken müssen mindestens 0,01 Sekunden auseinanderliegen und höchstens die Dauer des Clips.</translation>
    </message>
    <message>
        <source>Clips cannot be written in AVS-Synthetic&apos;s layout; choose another.</source>
        <translation>Im Aufbau von AVS-Synthetic können keine Clips geschrieben werden; wählen Sie einen anderen.</translation>
    </message>
</context>
<context>
    <name>avs::timeline::ClassLanes</name>
    <message>
        <source>When each class sounds</source>
        <translation>Wann jede Klasse zu hören ist</translation>
    </message>
</context>
<context>
    <name>avs::timeline::ScrubBar</name>
    <message>
        <source>Position in the clip</source>
        <translation>Stelle im Clip</translation>
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
        <translation>Spektrogramm des Clips</translation>
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
        <translation>%1 · Mel-Band %2 · log. Energie %3</translation>
    </message>
</context>
<context>
    <name>avs::timeline::TimeRuler</name>
    <message>
        <source>Ruler</source>
        <translation>Lineal</translation>
    </message>
</context>
<context>
    <name>avs::timeline::WaveformView</name>
    <message>
        <source>Waveform of the clip</source>
        <translation>Wellenform des Clips</translation>
    </message>
    <message>
        <source>Mix</source>
        <comment>all sound channels together</comment>
        <translation>Mischung</translation>
    </message>
    <message>
        <source>L</source>
        <comment>left sound channel</comment>
        <translation>L</translation>
    </message>
    <message>
        <source>R</source>
        <comment>right sound channel</comment>
        <translation>R</translation>
    </message>
    <message>
        <source>The sound of an opened clip appears here</source>
        <translation>Hier erscheint der Ton eines geöffneten Clips</translation>
    </message>
    <message>
        <source>Reading the sound…</source>
        <translation>Der Ton wird gelesen…</translation>
    </message>
    <message>
        <source>No sound</source>
        <translation>Kein Ton</translation>
    </message>
</context>
<context>
    <name>avs::widgets::ActivityPanel</name>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>Copy the chosen messages, or all when none is chosen</source>
        <translation>Die gewählten Meldungen kopieren, oder alle, wenn keine gewählt ist</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>Leeren</translation>
    </message>
    <message>
        <source>Forget the messages so far</source>
        <translation>Die bisherigen Meldungen verwerfen</translation>
    </message>
    <message>
        <source>Messages</source>
        <translation>Meldungen</translation>
    </message>
    <message>
        <source>Nothing has happened yet that you should know.</source>
        <translation>Bisher ist nichts geschehen, das Sie wissen müssten.</translation>
    </message>
</context>
<context>
    <name>avs::widgets::ClipListPanel</name>
    <message numerus="yes">
        <source>Copy paths</source>
        <translation>
            <numerusform>Pfad kopieren</numerusform>
            <numerusform>Pfade kopieren</numerusform>
        </translation>
    </message>
    <message>
        <source>Search clips</source>
        <translation>Clips suchen</translation>
    </message>
    <message>
        <source>Clips</source>
        <translation>Clips</translation>
    </message>
    <message>
        <source>Add clips to the list, or empty it</source>
        <translation>Clips zur Liste hinzufügen oder sie leeren</translation>
    </message>
    <message>
        <source>Add clips</source>
        <translation>Clips hinzufügen</translation>
    </message>
    <message>
        <source>Remove all from list</source>
        <translation>Alle aus der Liste entfernen</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>Im Ordner zeigen</translation>
    </message>
    <message>
        <source>Remove from list</source>
        <translation>Aus der Liste entfernen</translation>
    </message>
    <message>
        <source>No clip has “%1” in its name or folder.</source>
        <translation>Kein Clip hat „%1“ im Namen oder Ordner.</translation>
    </message>
    <message>
        <source>Looking for clips…</source>
        <translation>Clips werden gesucht…</translation>
    </message>
    <message>
        <source>Drop videos, sounds or whole folders here.</source>
        <translation>Ziehen Sie Videos, Töne oder ganze Ordner hierher.</translation>
    </message>
    <message numerus="yes">
        <source>%n clip(s)</source>
        <translation>
            <numerusform>%n Clip</numerusform>
            <numerusform>%n Clips</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 of %n clip(s)</source>
        <translation>
            <numerusform>%1 von %n Clip</numerusform>
            <numerusform>%1 von %n Clips</numerusform>
        </translation>
    </message>
    <message>
        <source>%1, looking for more…</source>
        <translation>%1, weitere werden gesucht…</translation>
    </message>
</context>
<context>
    <name>avs::widgets::DockTitle</name>
    <message>
        <source>Put back into the window</source>
        <translation>Zurück ins Fenster setzen</translation>
    </message>
    <message>
        <source>Lift out of the window</source>
        <translation>Aus dem Fenster lösen</translation>
    </message>
    <message>
        <source>Close this panel</source>
        <translation>Dieses Feld schließen</translation>
    </message>
</context>
<context>
    <name>avs::widgets::JobStrip</name>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
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
        <translation>Segmentieren</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>Exportieren…</translation>
    </message>
    <message>
        <source>What sounds</source>
        <translation>Was klingt</translation>
    </message>
    <message>
        <source>Classes found</source>
        <translation>Gefundene Klassen</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>Opacity</source>
        <translation>Deckkraft</translation>
    </message>
    <message>
        <source>Opacity of the masks</source>
        <translation>Deckkraft der Masken</translation>
    </message>
    <message>
        <source>How strongly the masks are drawn over the video</source>
        <translation>Wie kräftig die Masken über das Video gezeichnet werden</translation>
    </message>
</context>
<context>
    <name>avs::widgets::MessageBanner</name>
    <message>
        <source>Dismiss this message</source>
        <translation>Diese Meldung schließen</translation>
    </message>
    <message>
        <source>Dismiss</source>
        <translation>Schließen</translation>
    </message>
</context>
<context>
    <name>avs::widgets::SpeedButton</name>
    <message>
        <source>Speed, at the same pitch</source>
        <translation>Geschwindigkeit bei gleicher Tonhöhe</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>Geschwindigkeit</translation>
    </message>
</context>
<context>
    <name>avs::widgets::TransportBar</name>
    <message>
        <source>frame %1</source>
        <translation>Bild %1</translation>
    </message>
</context>
<context>
    <name>cli</name>
    <message>
        <source>The tiny model models/tavis-tiny.safetensors is not beside the program. Name a model with --model.</source>
        <translation>Das kleine Modell models/tavis-tiny.safetensors liegt nicht beim Programm. Nennen Sie ein Modell mit --model.</translation>
    </message>
    <message>
        <source>tavis-studio did not start. Without a screen, run this under xvfb-run.</source>
        <translation>tavis-studio ist nicht gestartet. Führen Sie dies ohne Bildschirm unter xvfb-run aus.</translation>
    </message>
    <message>
        <source>The program ffmpeg (with libx264) did not run: install it to measure against it.</source>
        <translation>Das Programm ffmpeg (mit libx264) lief nicht: Installieren Sie es, um dagegen zu messen.</translation>
    </message>
    <message>
        <source>The program ffmpeg did not run: install it to measure the reading of sound.</source>
        <translation>Das Programm ffmpeg lief nicht: Installieren Sie es, um das Lesen des Tons zu messen.</translation>
    </message>
    <message>
        <source>The folder “%1” cannot be made: choose another folder with --out.</source>
        <translation>Der Ordner „%1“ kann nicht angelegt werden: Wählen Sie mit --out einen anderen.</translation>
    </message>
    <message>
        <source>There is no sound channel “%1”. Give mix, all or a number from 0 to %2.</source>
        <translation>Es gibt keinen Tonkanal „%1“. Geben Sie mix, all oder eine Zahl von 0 bis %2 an.</translation>
    </message>
    <message>
        <source>stopped</source>
        <translation>abgebrochen</translation>
    </message>
</context>
<context>
    <name>inference</name>
    <message>
        <source>&quot;%1&quot; is not a device: choose auto, cpu or cuda.</source>
        <translation>„%1“ ist kein Rechengerät: Wählen Sie auto, cpu oder cuda.</translation>
    </message>
    <message>
        <source>There is no usable NVIDIA GPU here. Choose the device auto or cpu, or run ./run.sh again after installing NVIDIA&apos;s driver.</source>
        <translation>Hier gibt es keine brauchbare NVIDIA-GPU. Wählen Sie das Gerät auto oder cpu, oder führen Sie ./run.sh nach der Installation des NVIDIA-Treibers erneut aus.</translation>
    </message>
    <message numerus="yes">
        <source>CPU (%n thread(s))</source>
        <translation>
            <numerusform>CPU (%n Thread)</numerusform>
            <numerusform>CPU (%n Threads)</numerusform>
        </translation>
    </message>
    <message>
        <source>Saving the model</source>
        <translation>Speichern des Modells</translation>
    </message>
    <message>
        <source>Loading the model was stopped.</source>
        <translation>Das Laden des Modells wurde abgebrochen.</translation>
    </message>
    <message>
        <source>%1 names %2 classes; a model of this program has 2 to 256. Choose another model file.</source>
        <translation>%1 nennt %2 Klassen; ein Modell dieses Programms hat 2 bis 256. Wählen Sie eine andere Modelldatei.</translation>
    </message>
    <message>
        <source>Loading the model %1</source>
        <translation>Laden des Modells %1</translation>
    </message>
    <message>
        <source>There is no picture to segment: its size is zero.</source>
        <translation>Es gibt kein Bild zu segmentieren: Seine Größe ist null.</translation>
    </message>
    <message>
        <source>Segmenting</source>
        <translation>Segmentieren</translation>
    </message>
    <message>
        <source>The step must be longer than zero seconds.</source>
        <translation>Der Schritt muss länger als null Sekunden sein.</translation>
    </message>
    <message>
        <source>Measuring</source>
        <translation>Messen</translation>
    </message>
    <message>
        <source>Measuring %1</source>
        <translation>Messen von %1</translation>
    </message>
    <message>
        <source>%1 needs more memory than there is. Close other programs, or choose the other device.</source>
        <translation>%1: Dafür reicht der Speicher nicht. Schließen Sie andere Programme oder wählen Sie das andere Rechengerät.</translation>
    </message>
    <message>
        <source>Check the path and its permissions.</source>
        <translation>Prüfen Sie den Pfad und seine Zugriffsrechte.</translation>
    </message>
    <message>
        <source>Choose a weight file: .safetensors, or what torch.save wrote.</source>
        <translation>Wählen Sie eine Gewichtsdatei: .safetensors oder was torch.save geschrieben hat.</translation>
    </message>
    <message>
        <source>Save the weights alone, as a dict of tensors.</source>
        <translation>Speichern Sie nur die Gewichte, als dict von Tensoren.</translation>
    </message>
    <message>
        <source>Copy or train it again.</source>
        <translation>Kopieren oder trainieren Sie es erneut.</translation>
    </message>
    <message>
        <source>Use weights that were trained with this configuration.</source>
        <translation>Verwenden Sie Gewichte, die mit dieser Konfiguration trainiert wurden.</translation>
    </message>
    <message>
        <source>Make room or choose another folder; the old file, if any, is untouched.</source>
        <translation>Schaffen Sie Platz oder wählen Sie einen anderen Ordner; eine alte Datei bleibt unberührt.</translation>
    </message>
    <message>
        <source>%1 failed inside LibTorch: %2</source>
        <translation>%1: Fehler in LibTorch: %2</translation>
    </message>
    <message>
        <source>%1 failed: %2. %3</source>
        <translation>%1: fehlgeschlagen: %2. %3</translation>
    </message>
    <message>
        <source>%1 failed: %2</source>
        <translation>%1: fehlgeschlagen: %2</translation>
    </message>
    <message>
        <source>Checking %1</source>
        <translation>Prüfen von %1</translation>
    </message>
    <message>
        <source>No configuration is known for %1 (%2). Name one with --config.</source>
        <translation>Für %1 (%2) ist keine Konfiguration bekannt. Nennen Sie eine mit --config.</translation>
    </message>
    <message>
        <source>TAViS weights</source>
        <translation>TAViS-Gewichte</translation>
    </message>
    <message>
        <source>SAM 2.1 weights</source>
        <translation>SAM-2.1-Gewichte</translation>
    </message>
    <message>
        <source>SAM 2 weights</source>
        <translation>SAM-2-Gewichte</translation>
    </message>
    <message>
        <source>ImageBind weights</source>
        <translation>ImageBind-Gewichte</translation>
    </message>
    <message>
        <source>weights of another model</source>
        <translation>Gewichte eines anderen Modells</translation>
    </message>
    <message>
        <source>Reading %1</source>
        <translation>Lesen von %1</translation>
    </message>
    <message>
        <source>Converting %1</source>
        <translation>Umwandeln von %1</translation>
    </message>
    <message>
        <source>%1 would be written over itself. Choose another file to write.</source>
        <translation>%1 würde sich selbst überschreiben. Wählen Sie eine andere Zieldatei.</translation>
    </message>
    <message>
        <source>The class list %1 does not exist; check the path, or write the names with commas between.</source>
        <translation>Die Klassenliste %1 gibt es nicht; prüfen Sie den Pfad oder schreiben Sie die Namen mit Kommas dazwischen.</translation>
    </message>
    <message>
        <source>The class list %1 cannot be read; check its permissions.</source>
        <translation>Die Klassenliste %1 kann nicht gelesen werden; prüfen Sie ihre Zugriffsrechte.</translation>
    </message>
    <message>
        <source>%1 is no class list: it needs one name a line, or a JSON array of names.</source>
        <translation>%1 ist keine Klassenliste: Nötig ist ein Name je Zeile oder ein JSON-Array von Namen.</translation>
    </message>
    <message>
        <source>The class list has an empty name; write one name after each comma.</source>
        <translation>Die Klassenliste hat einen leeren Namen; schreiben Sie nach jedem Komma einen Namen.</translation>
    </message>
    <message>
        <source>The class &quot;%1&quot; is named twice; name each class once.</source>
        <translation>Die Klasse „%1“ ist zweimal genannt; nennen Sie jede Klasse einmal.</translation>
    </message>
    <message>
        <source>The class list names nothing that could sound; name at least one class.</source>
        <translation>Die Klassenliste nennt nichts, das klingen könnte; nennen Sie mindestens eine Klasse.</translation>
    </message>
    <message>
        <source>The class list has %1 names; at most %2 can be told apart.</source>
        <translation>Die Klassenliste hat %1 Namen; höchstens %2 lassen sich unterscheiden.</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is too long for this model, which reads %2 tokens. Shorten it.</source>
        <translation>„%1“ ist zu lang für dieses Modell, das %2 Tokens liest. Kürzen Sie den Text.</translation>
    </message>
    <message>
        <source>Segment its steps one by one, or choose another model.</source>
        <translation>Segmentieren Sie die Schritte einzeln oder wählen Sie ein anderes Modell.</translation>
    </message>
    <message>
        <source>Give a SAM 2 weight file to carry its masks, or segment without masks for every frame.</source>
        <translation>Geben Sie eine SAM-2-Gewichtsdatei an, die seine Masken überträgt, oder segmentieren Sie ohne Masken für jedes Bild.</translation>
    </message>
    <message>
        <source>Preparing to carry masks</source>
        <translation>Vorbereiten der Maskenübertragung</translation>
    </message>
    <message>
        <source>%1 has no sound that can be heard; choose a clip with sound, or let the model run on silence.</source>
        <translation>%1 hat keinen hörbaren Ton; wählen Sie einen Clip mit Ton oder lassen Sie das Modell mit Stille laufen.</translation>
    </message>
    <message>
        <source>Saving the embeddings</source>
        <translation>Speichern der Einbettungen</translation>
    </message>
    <message>
        <source>%1 cannot be written; choose another folder or make room.</source>
        <translation>%1 kann nicht geschrieben werden; wählen Sie einen anderen Ordner oder schaffen Sie Platz.</translation>
    </message>
    <message>
        <source>Embeddings are written as .safetensors, .csv or .json; %1 ends otherwise.</source>
        <translation>Einbettungen werden als .safetensors, .csv oder .json geschrieben; %1 endet anders.</translation>
    </message>
    <message>
        <source>%1 is not a model of %2, but %3. Choose another file.</source>
        <translation>%1 ist kein Modell von %2, sondern: %3. Wählen Sie eine andere Datei.</translation>
    </message>
    <message>
        <source>Loading SAM 2</source>
        <translation>Laden von SAM 2</translation>
    </message>
    <message>
        <source>Carrying masks</source>
        <translation>Übertragen der Masken</translation>
    </message>
    <message>
        <source>%1 has no configuration in it, and that of the released model is not beside the program. Name one with --config.</source>
        <translation>%1 enthält keine Konfiguration, und die des veröffentlichten Modells liegt nicht beim Programm. Nennen Sie eine mit --config.</translation>
    </message>
    <message>
        <source>%1 is not a TAViS model, but %2. Choose a file that `tavis train` wrote, the one in resources/models, or a released TAViS checkpoint.</source>
        <translation>%1 ist kein TAViS-Modell, sondern: %2. Wählen Sie eine Datei, die `tavis train` geschrieben hat, die in resources/models oder einen veröffentlichten TAViS-Checkpoint.</translation>
    </message>
    <message>
        <source>Encoding the class names</source>
        <translation>Kodieren der Klassennamen</translation>
    </message>
    <message>
        <source>The embeddings of this step were not kept; segment the clip again with these classes.</source>
        <translation>Die Einbettungen dieses Schritts wurden nicht behalten; segmentieren Sie den Clip erneut mit diesen Klassen.</translation>
    </message>
    <message>
        <source>Classifying</source>
        <translation>Klassifizieren</translation>
    </message>
    <message>
        <source>Embedding</source>
        <translation>Einbetten</translation>
    </message>
    <message>
        <source>There is no picture to embed: its size is zero.</source>
        <translation>Es gibt kein Bild einzubetten: Seine Größe ist null.</translation>
    </message>
    <message>
        <source>No frame of %1 can be decoded; choose another clip.</source>
        <translation>Kein Bild von %1 kann dekodiert werden; wählen Sie einen anderen Clip.</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is not a precision: choose auto, float32, tf32 or bfloat16.</source>
        <translation>„%1“ ist keine Genauigkeit: Wählen Sie auto, float32, tf32 oder bfloat16.</translation>
    </message>
    <message>
        <source>Segmenting was stopped.</source>
        <translation>Das Segmentieren wurde abgebrochen.</translation>
    </message>
    <message>
        <source>The model %1 has no memory parts. %2</source>
        <translation>Das Modell %1 hat keine Gedächtnisteile. %2</translation>
    </message>
    <message>
        <source>Carrying masks was stopped.</source>
        <translation>Das Übertragen der Masken wurde abgebrochen.</translation>
    </message>
    <message>
        <source>The template &quot;%1&quot; has no {} where the class&apos;s name goes.</source>
        <translation>Die Vorlage „%1“ hat kein {} an der Stelle des Klassennamens.</translation>
    </message>
</context>
<context>
    <name>media</name>
    <message>
        <source>“%1” cannot be written: install an FFmpeg with the H.264 encoder x264 and the AAC encoder.</source>
        <translation>„%1“ kann nicht geschrieben werden: Installieren Sie ein FFmpeg mit dem H.264-Encoder x264 und dem AAC-Encoder.</translation>
    </message>
    <message>
        <source>“%1” cannot be written with these settings (%2×%3, sound at %4 Hz): choose others.</source>
        <translation>„%1“ kann mit diesen Einstellungen nicht geschrieben werden (%2×%3, Ton mit %4 Hz): Wählen Sie andere.</translation>
    </message>
    <message>
        <source>“%1” does not exist: check the name, and that its drive is connected.</source>
        <translation>„%1“ gibt es nicht: Prüfen Sie den Namen und ob das Laufwerk verbunden ist.</translation>
    </message>
    <message>
        <source>“%1” is a folder: choose a video or sound file in it.</source>
        <translation>„%1“ ist ein Ordner: Wählen Sie darin eine Video- oder Tondatei.</translation>
    </message>
    <message>
        <source>“%1” is not a file but a device or pipe: choose a video or sound file.</source>
        <translation>„%1“ ist keine Datei, sondern ein Gerät oder eine Pipe: Wählen Sie eine Video- oder Tondatei.</translation>
    </message>
    <message>
        <source>“%1” may not be read: change its permissions, or copy it to a folder of your own.</source>
        <translation>„%1“ darf nicht gelesen werden: Ändern Sie die Zugriffsrechte oder kopieren Sie die Datei in einen eigenen Ordner.</translation>
    </message>
    <message>
        <source>“%1” is empty (0 bytes): copy or record it again.</source>
        <translation>„%1“ ist leer (0 Byte): Kopieren Sie die Datei erneut oder nehmen Sie sie neu auf.</translation>
    </message>
    <message>
        <source>“%1” cannot be read (%2): check the drive and the file&apos;s permissions.</source>
        <translation>„%1“ kann nicht gelesen werden (%2): Prüfen Sie das Laufwerk und die Zugriffsrechte der Datei.</translation>
    </message>
    <message>
        <source>“%1” is not a video or sound file of a known kind: choose another file.</source>
        <translation>„%1“ ist keine Video- oder Tondatei einer bekannten Art: Wählen Sie eine andere Datei.</translation>
    </message>
    <message>
        <source>“%1” is damaged or its end is missing: copy it again from where it came from.</source>
        <translation>„%1“ ist beschädigt oder das Ende fehlt: Kopieren Sie die Datei erneut von ihrer Quelle.</translation>
    </message>
    <message>
        <source>The end of “%1” is missing or damaged: its first %2 s can be played; copy it again to get the rest.</source>
        <translation>Das Ende von „%1“ fehlt oder ist beschädigt: Die ersten %2 s lassen sich abspielen; kopieren Sie die Datei erneut, um den Rest zu erhalten.</translation>
    </message>
    <message>
        <source>“%1” has no pictures: choose a video file.</source>
        <translation>„%1“ hat keine Bilder: Wählen Sie eine Videodatei.</translation>
    </message>
    <message>
        <source>“%1” has no sound: choose a clip with a sound track.</source>
        <translation>„%1“ hat keinen Ton: Wählen Sie einen Clip mit Tonspur.</translation>
    </message>
    <message>
        <source>“%1” is stored as %2, which cannot be decoded here: convert it to H.264 with AAC sound.</source>
        <translation>„%1“ liegt als %2 vor, das hier nicht dekodiert werden kann: Wandeln Sie die Datei in H.264 mit AAC-Ton um.</translation>
    </message>
    <message>
        <source>“%1” is damaged at frame %2 (%3 s): go on with another frame, or copy the file again.</source>
        <translation>„%1“ ist bei Bild %2 (%3 s) beschädigt: Machen Sie mit einem anderen Bild weiter oder kopieren Sie die Datei erneut.</translation>
    </message>
    <message>
        <source>“%1” has no frame %2: choose one from 0 to %3.</source>
        <translation>„%1“ hat kein Bild %2: Wählen Sie eines von 0 bis %3.</translation>
    </message>
    <message>
        <source>The sound of “%1” is damaged and cannot be decoded: copy the file again.</source>
        <translation>Der Ton von „%1“ ist beschädigt und kann nicht dekodiert werden: Kopieren Sie die Datei erneut.</translation>
    </message>
    <message>
        <source>There is not enough memory for “%1”: close other clips, or use a shorter one.</source>
        <translation>Für „%1“ reicht der Speicher nicht: Schließen Sie andere Clips oder verwenden Sie einen kürzeren.</translation>
    </message>
    <message>
        <source>Reading “%1” was stopped.</source>
        <translation>Das Lesen von „%1“ wurde abgebrochen.</translation>
    </message>
    <message>
        <source>“%1” could not be written, the disk is full: free some space on the disk of %2.</source>
        <translation>„%1“ konnte nicht geschrieben werden, der Datenträger ist voll: Schaffen Sie Platz auf dem Datenträger von %2.</translation>
    </message>
    <message>
        <source>“%1” could not be written, there is no folder %2: choose another folder.</source>
        <translation>„%1“ konnte nicht geschrieben werden, den Ordner %2 gibt es nicht: Wählen Sie einen anderen.</translation>
    </message>
    <message>
        <source>“%1” could not be written, the folder %2 is read-only: choose another folder.</source>
        <translation>„%1“ konnte nicht geschrieben werden, der Ordner %2 ist schreibgeschützt: Wählen Sie einen anderen.</translation>
    </message>
    <message>
        <source>“%1” could not be written in %2: check the disk, or choose another folder.</source>
        <translation>„%1“ konnte in %2 nicht geschrieben werden: Prüfen Sie den Datenträger oder wählen Sie einen anderen Ordner.</translation>
    </message>
</context>
<context>
    <name>training</name>
    <message>
        <source>Evaluating was stopped.</source>
        <translation>Die Auswertung wurde abgebrochen.</translation>
    </message>
    <message>
        <source>Training</source>
        <translation>Training</translation>
    </message>
    <message>
        <source>The dataset %1 has no clips in its split &quot;train&quot;.</source>
        <translation>Der Datensatz %1 hat keine Clips im Teil „train“.</translation>
    </message>
    <message>
        <source>Exporting the model</source>
        <translation>Exportieren des Modells</translation>
    </message>
    <message>
        <source>There is no configuration file %1.</source>
        <translation>Es gibt keine Konfigurationsdatei %1.</translation>
    </message>
    <message>
        <source>The configuration %1 cannot be read: %2.</source>
        <translation>Die Konfiguration %1 kann nicht gelesen werden: %2.</translation>
    </message>
    <message>
        <source>The configuration %1 is wrong: %2.</source>
        <translation>Die Konfiguration %1 ist falsch: %2.</translation>
    </message>
    <message>
        <source>The data set %1 has no clips in its split &quot;%2&quot;; it has %3.</source>
        <translation>Der Datensatz %1 hat keine Clips im Teil „%2“; vorhanden: %3.</translation>
    </message>
    <message>
        <source>The masks are black and white, so classes are not scored.</source>
        <translation>Die Masken sind schwarzweiß, deshalb werden Klassen nicht bewertet.</translation>
    </message>
    <message>
        <source>The classes of the data set are not those of the model, so they are not scored.</source>
        <translation>Die Klassen des Datensatzes sind nicht die des Modells, deshalb werden sie nicht bewertet.</translation>
    </message>
    <message>
        <source>The data set %1 has no clip whose sound could stand in for that of %2: every other one shares a class with it.</source>
        <translation>Der Datensatz %1 hat keinen Clip, dessen Ton den von %2 vertreten könnte: Alle anderen haben eine Klasse mit ihm gemeinsam.</translation>
    </message>
    <message>
        <source>Stage &quot;%1&quot; trains the memory, but the model has no &quot;memory&quot;.</source>
        <translation>Die Stufe „%1“ trainiert das Gedächtnis, aber das Modell hat kein „memory“.</translation>
    </message>
    <message>
        <source>Stage &quot;%1&quot; follows objects from frame to frame, and every clip of the data set has but one. Leave the stage out, or train it on other clips.</source>
        <translation>Die Stufe „%1“ verfolgt Objekte von Bild zu Bild, aber jeder Clip des Datensatzes hat nur ein Bild. Lassen Sie die Stufe weg oder trainieren Sie sie mit anderen Clips.</translation>
    </message>
    <message>
        <source>The folder %1 holds a training run already. Continue it with --resume, or choose another folder.</source>
        <translation>Der Ordner %1 enthält schon einen Trainingslauf. Setzen Sie ihn mit --resume fort oder wählen Sie einen anderen Ordner.</translation>
    </message>
    <message>
        <source>There is no training run to continue in %1: it has no %2. Begin one with --config and --out.</source>
        <translation>In %1 gibt es keinen Trainingslauf zum Fortsetzen: %2 fehlt. Beginnen Sie einen mit --config und --out.</translation>
    </message>
    <message>
        <source>Loading %1</source>
        <translation>Laden von %1</translation>
    </message>
    <message>
        <source>A whole TAViS model (--start-from) leaves nothing for the weights of SAM 2 and ImageBind to fill. Give one or the other.</source>
        <translation>Ein ganzes TAViS-Modell (--start-from) lässt für die Gewichte von SAM 2 und ImageBind nichts übrig. Geben Sie das eine oder die anderen an.</translation>
    </message>
    <message>
        <source>The configuration %1 has no stage &quot;%2&quot;.</source>
        <translation>Die Konfiguration %1 hat keine Stufe „%2“.</translation>
    </message>
    <message>
        <source>Continuing the training</source>
        <translation>Fortsetzen des Trainings</translation>
    </message>
    <message>
        <source>The run cannot be continued: the data set&apos;s frames or classes are not those that it began with.</source>
        <translation>Der Lauf kann nicht fortgesetzt werden: Die Bilder oder Klassen des Datensatzes sind nicht die, mit denen er begann.</translation>
    </message>
    <message>
        <source>The run cannot be continued: its checkpoint does not fit its configuration (%1).</source>
        <translation>Der Lauf kann nicht fortgesetzt werden: Sein Checkpoint passt nicht zu seiner Konfiguration (%1).</translation>
    </message>
    <message>
        <source>Stage &quot;%1&quot; of the configuration trains nothing: no parameter&apos;s name begins with what &quot;trained&quot; lists. Use &quot;&quot; for all.</source>
        <translation>Die Stufe „%1“ der Konfiguration trainiert nichts: Kein Parametername beginnt mit dem, was „trained“ aufzählt. Verwenden Sie &quot;&quot; für alle.</translation>
    </message>
    <message>
        <source>Training went astray: the loss of stage &quot;%1&quot; or its gradient is not a number at step %2. Try a smaller learning_rate.</source>
        <translation>Das Training ist entgleist: Der Verlust der Stufe „%1“ oder sein Gradient ist bei Schritt %2 keine Zahl. Versuchen Sie eine kleinere learning_rate.</translation>
    </message>
    <message>
        <source>Training was stopped. It can be continued from its checkpoint.</source>
        <translation>Das Training wurde abgebrochen. Es kann von seinem Checkpoint aus fortgesetzt werden.</translation>
    </message>
    <message>
        <source>Reading a frame</source>
        <translation>Lesen eines Bildes</translation>
    </message>
    <message>
        <source>%1 was given by %2, but it holds %3. Choose another file.</source>
        <translation>%1 wurde mit %2 angegeben, enthält aber %3. Wählen Sie eine andere Datei.</translation>
    </message>
    <message>
        <source>%1 was given by %2, but it holds %3, which belong to %4.</source>
        <translation>%1 wurde mit %2 angegeben, enthält aber %3, die zu %4 gehören.</translation>
    </message>
    <message>
        <source>%1 does not fit the model of the configuration: %2. Use weights of this architecture, or the configuration that they were trained with.</source>
        <translation>%1 passt nicht zum Modell der Konfiguration: %2. Verwenden Sie Gewichte dieser Architektur oder die Konfiguration, mit der sie trainiert wurden.</translation>
    </message>
    <message>
        <source>The data set %1 has no clips whose frames and masks are on disk.</source>
        <translation>Der Datensatz %1 hat keine Clips, deren Bilder und Masken auf dem Datenträger liegen.</translation>
    </message>
    <message>
        <source>Stage &quot;%1&quot; has more steps than can be counted: %2 epochs of about %3 steps. Give it fewer &quot;epochs&quot;.</source>
        <translation>Die Stufe „%1“ hat mehr Schritte, als sich zählen lassen: %2 Epochen zu etwa %3 Schritten. Geben Sie ihr weniger „epochs“.</translation>
    </message>
    <message>
        <source>The folder %1 holds a config.json that no run wrote, and a run would replace it. Choose another folder.</source>
        <translation>Der Ordner %1 enthält eine config.json, die kein Trainingslauf geschrieben hat und die ein Lauf ersetzen würde. Wählen Sie einen anderen Ordner.</translation>
    </message>
    <message>
        <source>Training was stopped before it did a step.</source>
        <translation>Das Training wurde abgebrochen, bevor es einen Schritt getan hatte.</translation>
    </message>
</context>
</TS>
