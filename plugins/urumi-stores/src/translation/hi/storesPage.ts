/** The Stores page. */
export const storesPageMessages = {
  list: {
    table: 'स्टोर',
    search: 'स्टोर खोजें',
    searchPlaceholder: 'नाम, आईडी या होस्ट का नाम',
    status: 'स्थिति',
    anyStatus: 'कोई भी स्थिति',
    deleted: 'हटाए गए दिखाएँ',
    create: 'स्टोर बनाएँ',
    createDenied: 'आपको स्टोर बनाने की अनुमति नहीं है।',
    name: 'नाम',
    engine: 'इंजन',
    owner: 'स्वामी',
    age: 'आयु',
    address: 'पता',
    noAddress: 'खुला नहीं है',
    page: 'प्रति पृष्ठ स्टोर: {{size}}',
    empty: 'अभी कोई स्टोर नहीं है',
    emptyHint:
      'एक यहाँ बनाएँ, या सॉफ़्टवेयर टेम्पलेट "Create an online store" से।',
    noMatch: 'कोई स्टोर मेल नहीं खाता',
    noMatchHint: 'खोज या फ़िल्टर बदलें।',
  },
};
