// Tells whether PDFs keep PDF/UA-1 by the rules of veraPDF. One line a broken rule: path, clause, message, split by tabs;
// and a line "path, checked, number of checks" for each file.

import java.io.FileInputStream;
import java.util.LinkedHashSet;
import java.util.Set;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;

public class PdfUa {
    public static void main(String[] paths) throws Exception {
        VeraGreenfieldFoundryProvider.initialise();
        for (String path : paths) {
            try (FileInputStream content = new FileInputStream(path);
                 PDFAParser parser = Foundries.defaultInstance().createParser(content, PDFAFlavour.PDFUA_1);
                 PDFAValidator validator = Foundries.defaultInstance().createValidator(PDFAFlavour.PDFUA_1, false)) {
                ValidationResult result = validator.validate(parser);
                Set<String> broken = new LinkedHashSet<>();
                for (TestAssertion failed : result.getTestAssertions()) {
                    broken.add(path + "\t" + failed.getRuleId().getClause() + "-" + failed.getRuleId().getTestNumber()
                        + "\t" + failed.getMessage().replaceAll("\\s+", " "));
                }
                if (broken.isEmpty() != result.isCompliant()) {
                    throw new IllegalStateException("veraPDF contradicts itself about " + path);
                }
                broken.forEach(System.out::println);
                System.out.println(path + "\tchecked\t" + result.getTotalAssertions());
            }
        }
    }
}
